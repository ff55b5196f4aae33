// Runs a program on a terminal of its own, 120 columns by 40 rows, under this program's own process number, so that what is sampled
// is the program. A child holds the other end: it throws away what is drawn, and presses q from a time on, to leave at the end.
//
// Build: gcc -O2 -o on-a-terminal on-a-terminal.c
// Usage: on-a-terminal SECONDS-UNTIL-Q PROGRAM [ARGUMENT...]
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { ROWS = 40, COLUMNS = 120, LOOK_MS = 500 };

static void hold(int master, double seconds) {
    char drawn[65536];
    struct timespec begun, now;
    clock_gettime(CLOCK_MONOTONIC, &begun);
    for (;;) {
        struct pollfd ready = { .fd = master, .events = POLLIN };
        if (poll(&ready, 1, LOOK_MS) > 0 && read(master, drawn, sizeof drawn) <= 0)
            exit(0);
        clock_gettime(CLOCK_MONOTONIC, &now);
        if (now.tv_sec - begun.tv_sec >= seconds && write(master, "q", 1) < 0)
            exit(0);
    }
}

int main(int count, char **arguments) {
    if (count < 3) {
        fprintf(stderr, "usage: on-a-terminal SECONDS-UNTIL-Q PROGRAM [ARGUMENT...]\n");
        return 2;
    }
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    if (master < 0 || grantpt(master) || unlockpt(master)) {
        perror("pty");
        return 1;
    }
    struct winsize size = { .ws_row = ROWS, .ws_col = COLUMNS };
    ioctl(master, TIOCSWINSZ, &size);
    const char *name = ptsname(master);
    if (fork() == 0)
        hold(master, atof(arguments[1]));
    setsid();
    int slave = open(name, O_RDWR);
    if (slave < 0) {
        perror(name);
        return 1;
    }
    close(master);
    dup2(slave, 0);
    dup2(slave, 1);
    setenv("TERM", "xterm-256color", 1);
    execvp(arguments[2], arguments + 2);
    perror(arguments[2]);
    return 1;
}
