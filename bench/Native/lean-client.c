// The least a client can do with the system calls of our event loop: the yardstick for what .NET adds.
//
//   lean-client PORT STREAMS SECONDS TOKENS LOG
//
// One thread: epoll_wait for many sockets, one recvmsg with SO_TIMESTAMPNS for each, events found by their blank line, the
// kernel's stamp mapped to CLOCK_MONOTONIC. It relies on the server's sending whole events. A closed loop of STREAMS requests. Prints "events N cpu_us C" for the middle of the
// run, and writes LOG: one line a request, its X-Request-Id, when it was sent, when each token event arrived (nanoseconds).
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 256, ROOM = 64 * 1024 };
typedef int64_t ns;

struct stream { int fd; long id; ns sent; ns *arrived; int tokens; };

static int epoll, tokens_asked, port;
static long next_id;
static ns offset;   // wall clock minus monotonic
static FILE *log_file;

static ns at(int clock) { struct timespec t; clock_gettime(clock, &t); return t.tv_sec * 1000000000LL + t.tv_nsec; }
static ns now(void) { return at(CLOCK_MONOTONIC); }
static ns cpu_us(void) {
    struct rusage u; getrusage(RUSAGE_SELF, &u);
    return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000LL + u.ru_utime.tv_usec + u.ru_stime.tv_usec;
}

static void ask(struct stream *s) {
    char body[256], request[1024];
    int n = sprintf(body, "{\"model\":\"m\",\"stream\":true,\"max_tokens\":%d,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}", tokens_asked);
    s->id = next_id++; s->tokens = 0;
    n = sprintf(request, "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Request-Id: lean-%ld\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", s->id, n, body);
    if (send(s->fd, request, n, MSG_NOSIGNAL) != n) { perror("send"); exit(1); }
    s->sent = now();
}

static void finish(struct stream *s) {
    fprintf(log_file, "lean-%ld %lld", s->id, (long long)s->sent);
    for (int i = 0; i < s->tokens; i++) fprintf(log_file, " %lld", (long long)s->arrived[i]);
    fputc('\n', log_file);
    ask(s);
}

// An event is a line "data: ..." and an empty one; those with a token hold "content":" and no role. Returns events found.
static int take(struct stream *s, const char *bytes, int length, ns stamp) {
    int found = 0;
    const char *end = bytes + length, *event = bytes;
    for (const char *line; (line = memmem(event, end - event, "\n\n", 2)); event = line + 2) {
        const char *data = memmem(event, line - event, "data: ", 6);
        if (!data) continue;
        found++;
        if (data[6] == '[') { finish(s); return found; }
        if (memmem(data, line - data, "\"content\":\" ", 12) && s->tokens < tokens_asked) s->arrived[s->tokens++] = stamp;
    }
    return found;
}

int main(int count, char **values) {
    if (count != 6) return 2;
    port = atoi(values[1]);
    int streams = atoi(values[2]); double seconds = atof(values[3]);
    tokens_asked = atoi(values[4]); log_file = fopen(values[5], "w");
    struct rlimit files = { 65536, 65536 };
    setrlimit(RLIMIT_NOFILE, &files);
    epoll = epoll_create1(0);
    struct stream *all = calloc(streams, sizeof *all);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    for (int i = 0; i < streams; i++) {
        int on = 1;
        struct stream *s = &all[i];
        s->fd = socket(AF_INET, SOCK_STREAM, 0);
        s->arrived = malloc(tokens_asked * sizeof(ns));
        setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        setsockopt(s->fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
        if (connect(s->fd, (void *)&address, sizeof address)) { perror("connect"); return 1; }
        struct epoll_event e = { .events = EPOLLIN, .data.ptr = s };
        epoll_ctl(epoll, EPOLL_CTL_ADD, s->fd, &e);
        ask(s);
    }

    static char room[ROOM];
    char control[64];
    struct iovec vector = { room, ROOM };
    struct epoll_event events[EVENTS];
    ns begun = now(), from = begun + (ns)(seconds * 0.3e9), to = begun + (ns)(seconds * 0.9e9), end = begun + (ns)(seconds * 1e9);
    ns cpu_from = 0, cpu_to = 0, t; long counted = 0;
    while ((t = now()) < end) {
        if (!cpu_from && t >= from) { cpu_from = cpu_us(); counted = 0; }
        if (!cpu_to && t >= to) { cpu_to = cpu_us(); printf("events %ld cpu_us %lld\n", counted, (long long)(cpu_to - cpu_from)); }
        offset = at(CLOCK_REALTIME) - now();
        int n = epoll_wait(epoll, events, EVENTS, 100);
        for (int i = 0; i < n; i++) {
            struct stream *s = events[i].data.ptr;
            struct msghdr message = { .msg_iov = &vector, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control };
            int length = (int)recvmsg(s->fd, &message, MSG_DONTWAIT);
            if (length <= 0) { fprintf(stderr, "stream ended\n"); return 1; }
            ns stamp = now();
            struct cmsghdr *c = CMSG_FIRSTHDR(&message);
            if (c && c->cmsg_type == SCM_TIMESTAMPNS) { struct timespec *w = (void *)CMSG_DATA(c); stamp = w->tv_sec * 1000000000LL + w->tv_nsec - offset; }
            counted += take(s, room, length, stamp);
        }
    }
    fclose(log_file);
    return 0;
}
