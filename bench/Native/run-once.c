// Runs a program to its end with its output thrown away, and prints how long that took and how much of it was resident at most:
// "MS KIB EXIT". Small itself, because a process counts what its parent had resident when it was forked.
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(int count, char **values) {
    if (count < 2) {
        fputs("run-once PROGRAM [ARGUMENT...]\n", stderr);
        return 2;
    }
    struct timespec begun, ended;
    clock_gettime(CLOCK_MONOTONIC, &begun);
    pid_t child = fork();
    if (child == 0) {
        dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
        execv(values[1], values + 1);
        _exit(127);
    }
    int status;
    struct rusage used;
    wait4(child, &status, 0, &used);
    clock_gettime(CLOCK_MONOTONIC, &ended);
    double ms = (double)(ended.tv_sec - begun.tv_sec) * 1e3 + (double)(ended.tv_nsec - begun.tv_nsec) / 1e6;
    printf("%.2f %ld %d\n", ms, used.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128);
    return 0;
}
