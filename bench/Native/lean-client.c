// The leanest honest client of paced-server: what reading so many streams with kernel time stamps costs, and nothing else.
//
// It makes the same system calls as an event loop that measures: epoll_wait, and one recvmsg per ready socket with the kernel's
// arrival time as ancillary data. It looks for the end of every event and whether it carries a token, and writes one time per
// token. It knows no HTTP beyond what paced-server sends, parses no JSON, computes no figure. A CPU bound for others to be held
// against, and a lag that says what this machine can do.
//
// Closed loop: --streams answers at a time for --seconds; what is under way then is cut. Answers are --tokens long, give or take
// --spread, evenly. The log (request-log.h) has when each request was sent and when each of its tokens came.
// Build: gcc -O2 -o lean-client lean-client.c
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "request-log.h"

enum { INPUT_BYTES = 32 * 1024 };

typedef struct stream {
    int fd;
    int length;           // bytes in the input: those of an event that has not ended
    int done;             // the end marker came
    uint32_t tokens;      // asked for
    record *log;
    char *input;
} stream;

static struct {
    int port, streams;
    long tokens, spread;
    double seconds;
    const char *log;
} options = { .streams = 1, .tokens = 100, .seconds = 10 };

static uint64_t requests, events, reads, failures;
static int64_t realtime_minus_monotonic;

// The kernel stamps in CLOCK_REALTIME. The least of several readings has the least time between its two clocks.
static void map_clocks(void) {
    uint64_t shortest = UINT64_MAX;
    for (int i = 0; i < 16; i++) {
        struct timespec real;
        uint64_t before = now_ns();
        clock_gettime(CLOCK_REALTIME, &real);
        uint64_t after = now_ns();
        if (after - before >= shortest)
            continue;
        shortest = after - before;
        realtime_minus_monotonic = (int64_t)((uint64_t)real.tv_sec * SECOND + (uint64_t)real.tv_nsec) - (int64_t)(before + (after - before) / 2);
    }
}

static void send_request(stream *s) {
    static uint32_t random = 12345;
    random = random * 1664525 + 1013904223;
    long length = options.tokens - options.spread + (long)(((uint64_t)random * (uint64_t)(2 * options.spread + 1)) >> 32);
    s->tokens = length < 1 ? 1 : (uint32_t)length;
    s->done = 0;
    char body[256], request[512], key[KEY_BYTES];
    int key_length = sprintf(key, "lean-%lu", requests++);
    int body_length = sprintf(body, "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Tell me of rivers.\"}],\"stream\":true,\"max_tokens\":%u}", s->tokens);
    int total = sprintf(request, "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nX-Request-Id: %s\r\nContent-Length: %d\r\n\r\n%s", key, body_length, body);
    // A request fits the empty buffer of its socket: a short write cannot happen.
    failures += send(s->fd, request, (size_t)total, MSG_NOSIGNAL) != total;
    s->log = begin_record(key, key_length, s->tokens, now_ns());
}

// Reads once, with the time at which the kernel got the newest of the bytes. Returns their number; 0 when the stream has broken.
static ssize_t read_stamped(stream *s, uint64_t *arrived) {
    char control[CMSG_SPACE(sizeof(struct timespec))];
    struct iovec bytes = { s->input + s->length, (size_t)(INPUT_BYTES - s->length) };
    struct msghdr message = { .msg_iov = &bytes, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control };
    ssize_t got = recvmsg(s->fd, &message, MSG_DONTWAIT);
    struct cmsghdr *stamp = got > 0 ? CMSG_FIRSTHDR(&message) : NULL;
    if (stamp && stamp->cmsg_level == SOL_SOCKET && stamp->cmsg_type == SCM_TIMESTAMPNS) {
        struct timespec t;
        memcpy(&t, CMSG_DATA(stamp), sizeof t);
        *arrived = (uint64_t)((int64_t)((uint64_t)t.tv_sec * SECOND + (uint64_t)t.tv_nsec) - realtime_minus_monotonic);
    } else {
        *arrived = now_ns();
    }
    return got;
}

static int carries_token(const char *event, size_t length) {
    static const char before[] = "\"content\":\"";
    const char *text = memmem(event, length, before, sizeof before - 1);
    return text && text[sizeof before - 1] != '"';
}

// Takes whole events off the input: only they end in two line feeds, HTTP's own lines do not.
static void take_events(stream *s, uint64_t arrived) {
    char *at = s->input, *end = s->input + s->length;
    for (char *stop; (stop = memmem(at, (size_t)(end - at), "\n\n", 2)) != NULL; at = stop + 2) {
        if (!carries_token(at, (size_t)(stop - at))) {
            s->done |= memmem(at, (size_t)(stop - at), "data: [DONE]", 12) != NULL;
        } else if (s->log->count < s->tokens) {
            s->log->times[s->log->count++] = arrived;
            events++;
        }
    }
    s->length = (int)(end - at);
    if (s->done && s->length >= 5 && memcmp(end - 5, "0\r\n\r\n", 5) == 0) {
        failures += s->log->count != s->tokens;
        s->length = 0;
        send_request(s);
    } else if (s->length > 0 && at != s->input) {
        memmove(s->input, at, (size_t)s->length);
    }
}

static stream *open_streams(int epoll_fd) {
    stream *streams = must(calloc((size_t)options.streams, sizeof *streams));
    struct sockaddr_in server = { .sin_family = AF_INET, .sin_port = htons((uint16_t)options.port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int one = 1;
    for (int i = 0; i < options.streams; i++) {
        stream *s = &streams[i];
        s->fd = socket(AF_INET, SOCK_STREAM, 0);
        if (s->fd < 0 || connect(s->fd, (struct sockaddr *)&server, sizeof server))
            die("connect");
        setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        setsockopt(s->fd, SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof one);
        s->input = must(malloc(INPUT_BYTES));
        struct epoll_event e = { .events = EPOLLIN, .data.ptr = s };
        epoll_ctl(epoll_fd, EPOLL_CTL_ADD, s->fd, &e);
    }
    return streams;
}

static void run(int epoll_fd, uint64_t until) {
    struct epoll_event ready[256];
    uint64_t next_mapping = 0;
    for (uint64_t now; (now = now_ns()) < until;) {
        // The two clocks drift apart by some µs a second at most.
        if (now >= next_mapping) {
            map_clocks();
            next_mapping = now + SECOND / 4;
        }
        int count = epoll_wait(epoll_fd, ready, 256, 100);
        for (int i = 0; i < count; i++) {
            stream *s = ready[i].data.ptr;
            uint64_t arrived;
            ssize_t got = read_stamped(s, &arrived);
            if (got <= 0) {
                if (got < 0 && errno == EAGAIN)
                    continue;
                failures++;
                close(s->fd);
                continue;
            }
            reads++;
            s->length += (int)got;
            take_events(s, arrived);
        }
    }
}

int main(int count, char **values) {
    static const struct option names[] = { { "port", 1, 0, 'p' }, { "streams", 1, 0, 'c' }, { "tokens", 1, 0, 'n' }, { "spread", 1, 0, 's' }, { "seconds", 1, 0, 'd' }, { "log", 1, 0, 'l' }, { 0 } };
    for (int o; (o = getopt_long(count, values, "", names, NULL)) != -1;)
        switch (o) {
        case 'p': options.port = atoi(optarg); break;
        case 'c': options.streams = atoi(optarg); break;
        case 'n': options.tokens = atol(optarg); break;
        case 's': options.spread = atol(optarg); break;
        case 'd': options.seconds = atof(optarg); break;
        case 'l': options.log = optarg; break;
        default: fputs("lean-client --port N [--streams N] [--tokens N] [--spread N] [--seconds N] [--log FILE]\n", stderr); return 2;
        }
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);

    int epoll_fd = epoll_create1(0);
    stream *streams = open_streams(epoll_fd);
    for (int i = 0; i < options.streams; i++)
        send_request(&streams[i]);
    run(epoll_fd, now_ns() + (uint64_t)(options.seconds * (double)SECOND));
    if (options.log)
        write_log(options.log);

    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    double cpu_us = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e6 + (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
    printf("requests %lu events %lu reads %lu failed %lu cpu_us_per_event %.2f\n", requests, events, reads, failures, events ? cpu_us / (double)events : 0.0);
    return failures > 0;
}
