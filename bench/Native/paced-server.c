// A chat server that does nothing but send events when they are due: the ground truth of the macro benchmarks.
//
// It speaks HTTP/1.1 with keep-alive and answers POST with a stream of events as vLLM words them, one send() per event, from one
// thread over one epoll. Per request it notes when it had read the whole of it, and per event the instant right before its send().
// SIGTERM or SIGINT ends it: the times go to --log (format: request-log.h), totals to stderr.
//
// A request is known by its X-Request-Id, else by the integer "seed" of its body. "max_tokens" of the body overrides --tokens.
// Build: gcc -O2 -o paced-server paced-server.c   (usage: at the end)
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "chat-events.h"
#include "request-log.h"

enum {
    INPUT_BYTES = 64 * 1024, // the largest request that is read
    MAX_BURST = 32,          // due events in a row before requests are looked for: bounds how late a request is noticed
};

typedef struct connection {
    int fd;                // -1 once closed; the memory stays until the heap has let go of it as well
    int in_heap;
    int wants_out;         // EPOLLOUT is asked for
    int streaming;         // an answer is under way
    uint32_t sent, tokens; // events sent, and to send
    uint64_t due;          // when the next event is due
    record *log;           // of the request under way; NULL in the firehose, whose events nobody times
    char id[ID_BYTES + 1];
    char *input, *output;  // output: bytes that are to be sent before anything else
    int input_length, output_length, output_room;
} connection;

static struct {
    int port, together, spread, spin;
    uint64_t ttft, gap;
    uint32_t tokens, batch;
    const char *log;
} options = { .ttft = 100 * 1000 * 1000, .gap = 20 * 1000 * 1000, .tokens = 100 };

static int epoll_fd;
static uint64_t requests, events_sent, bytes_sent, sends_blocked;
static volatile sig_atomic_t stopping;

// ---- The streams that wait for their next event: a binary heap by due time.

static connection **heap;
static int heap_size, heap_room;

static void heap_push(connection *c) {
    if (heap_size == heap_room)
        heap = must(realloc(heap, (size_t)(heap_room = heap_room * 2 + 1024) * sizeof *heap));
    int i = heap_size++;
    for (; i > 0 && heap[(i - 1) / 2]->due > c->due; i = (i - 1) / 2)
        heap[i] = heap[(i - 1) / 2];
    heap[i] = c;
    c->in_heap = 1;
}

static connection *heap_pop(void) {
    connection *first = heap[0], *last = heap[--heap_size];
    int i = 0;
    for (int child; (child = 2 * i + 1) < heap_size; i = child) {
        if (child + 1 < heap_size && heap[child + 1]->due < heap[child]->due)
            child++;
        if (heap[child]->due >= last->due)
            break;
        heap[i] = heap[child];
    }
    heap[i] = last;
    first->in_heap = 0;
    return first;
}

// ---- Sending.

static void close_connection(connection *c) {
    if (c->fd >= 0)
        close(c->fd);
    c->fd = -1;
    if (c->in_heap)
        return;
    free(c->input);
    free(c->output);
    free(c);
}

static void want_out(connection *c, int wanted) {
    if (c->wants_out == wanted)
        return;
    c->wants_out = wanted;
    struct epoll_event e = { .events = EPOLLIN | (wanted ? EPOLLOUT : 0), .data.ptr = c };
    epoll_ctl(epoll_fd, EPOLL_CTL_MOD, c->fd, &e);
}

// Sends what is in the output; what the socket does not take stays there. Returns 0 when the connection is gone.
static int send_output(connection *c) {
    ssize_t taken = send(c->fd, c->output, (size_t)c->output_length, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (taken < 0 && errno != EAGAIN)
        return 0;
    taken = taken < 0 ? 0 : taken;
    bytes_sent += (uint64_t)taken;
    c->output_length -= (int)taken;
    if (c->output_length > 0) {
        memmove(c->output, c->output + taken, (size_t)c->output_length);
        sends_blocked++;
        want_out(c, 1);
    }
    return 1;
}

// The next events in one send. The head goes with the first and the end of the answer with the last, as nothing lies between them.
static int send_events(connection *c, uint32_t count) {
    int needed = c->output_length + (int)count * EVENT_BYTES + 2 * EDGE_BYTES;
    if (needed > c->output_room)
        c->output = must(realloc(c->output, (size_t)(c->output_room = needed)));
    char *out = c->output + c->output_length;
    if (c->sent == 0)
        out += put_begin(out, c->id);
    for (; count > 0 && c->sent < c->tokens; count--, c->sent++, events_sent++)
        out += put_token(out, c->id, c->sent);
    if (c->sent == c->tokens)
        out += put_end(out, c->id, c->tokens);
    c->output_length = (int)(out - c->output);
    if (c->log)
        c->log->times[c->log->count++] = now_ns();
    return send_output(c);
}

// ---- Requests.

static long number_after(const char *body, const char *name, long otherwise) {
    const char *at = strstr(body, name);
    if (!at)
        return otherwise;
    at += strlen(name);
    return strtol(at + strspn(at, ": "), NULL, 10);
}

static void begin_answer(connection *c, const char *head, const char *body, uint64_t received) {
    uint64_t number = requests++;
    long tokens = number_after(body, "\"max_tokens\"", (long)options.tokens);
    c->tokens = tokens < 1 ? 1 : (uint32_t)tokens;
    c->sent = 0;
    c->streaming = 1;
    snprintf(c->id, sizeof c->id, "%016lx%016lx", (number + 1) * 0x9E3779B97F4A7C15u, (number + 1) * 0xC2B2AE3D27D4EB4Fu);
    if (options.batch) {
        want_out(c, 1);
        return;
    }
    char seed[KEY_BYTES];
    const char *key = strcasestr(head, "\r\nx-request-id: ");
    if (key)
        key += strlen("\r\nx-request-id: ");
    else
        sprintf(seed, "%ld", number_after(body, "\"seed\"", -1));
    c->log = begin_record(key ? key : seed, key ? (int)strcspn(key, "\r") : KEY_BYTES, c->tokens, received);
    c->due = received + options.ttft;
    // Golden-ratio steps fill the gap evenly whatever the number of streams.
    if (options.spread)
        c->due += ((uint32_t)(number * 2654435769u) * options.gap) >> 32;
    if (options.together)
        c->due = (c->due / options.gap + 1) * options.gap;
    heap_push(c);
}

static int answer_get(connection *c, const char *head) {
    int models = strncmp(head, "GET /v1/models ", 15) == 0, found = models || strncmp(head, "GET /health ", 12) == 0;
    const char *body = models ? models_text : "";
    if (!c->output)
        c->output = must(malloc((size_t)(c->output_room = EDGE_BYTES)));
    c->output_length += sprintf(c->output + c->output_length, "HTTP/1.1 %s\r\nserver: paced-server\r\ncontent-type: application/json\r\ncontent-length: %zu\r\n\r\n%s",
                                found ? "200 OK" : "404 Not Found", strlen(body), body);
    return send_output(c);
}

// Takes whole requests out of the input, until one begins a stream. Returns 0 when the connection is to be closed.
static int take_requests(connection *c, uint64_t received) {
    while (!c->streaming) {
        c->input[c->input_length] = 0;
        char *head_end = strstr(c->input, "\r\n\r\n");
        if (!head_end)
            return c->input_length < INPUT_BYTES;
        char *length = strcasestr(c->input, "\r\ncontent-length:");
        int head_length = (int)(head_end + 4 - c->input), is_post = strncmp(c->input, "POST ", 5) == 0;
        int total = head_length + (length && length < head_end ? atoi(length + strlen("\r\ncontent-length:")) : 0);
        if (total > INPUT_BYTES || (is_post && total == head_length))
            return 0;
        if (total > c->input_length)
            return 1;
        char after = c->input[total];
        c->input[total] = *head_end = 0;
        if (is_post)
            begin_answer(c, c->input, c->input + head_length, received);
        else if (!answer_get(c, c->input))
            return 0;
        c->input[total] = after;
        c->input_length -= total;
        memmove(c->input, c->input + total, (size_t)c->input_length);
    }
    return 1;
}

// After each send: an answer that is out makes room for the next request.
static int go_on(connection *c) {
    if (c->sent < c->tokens)
        return 1;
    c->streaming = 0;
    c->log = NULL;
    return take_requests(c, now_ns());
}

static int on_readable(connection *c) {
    ssize_t got = recv(c->fd, c->input + c->input_length, (size_t)(INPUT_BYTES - c->input_length), 0);
    if (got <= 0)
        return got < 0 && errno == EAGAIN;
    c->input_length += (int)got;
    return take_requests(c, now_ns());
}

static int on_writable(connection *c) {
    if (c->output_length > 0)
        return send_output(c);
    if (options.batch && c->streaming)
        return send_events(c, options.batch) && go_on(c);
    want_out(c, 0);
    return 1;
}

static void accept_all(int listener) {
    int one = 1;
    for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        connection *c = must(calloc(1, sizeof *c));
        c->fd = fd;
        c->input = must(malloc(INPUT_BYTES + 1));
        struct epoll_event e = { .events = EPOLLIN, .data.ptr = c };
        epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &e);
    }
}

// ---- The loop.

static void send_due(void) {
    for (int n = 0; n < MAX_BURST && heap_size > 0 && heap[0]->due <= now_ns(); n++) {
        connection *c = heap_pop();
        if (c->fd < 0 || !send_events(c, 1) || !go_on(c)) {
            close_connection(c);
        } else if (c->streaming && !c->in_heap) {
            // Not when go_on has begun the next answer, which is in the heap already.
            c->due += options.gap;
            heap_push(c);
        }
    }
}

static void serve(int listener) {
    struct epoll_event ready[512];
    while (!stopping) {
        send_due();
        // A signal that comes just before the wait is noticed after it: hence never longer than this.
        uint64_t wait = 100 * MS, now = now_ns();
        if (heap_size > 0 && heap[0]->due < now + wait)
            wait = heap[0]->due > now ? heap[0]->due - now : 0;
        struct timespec timeout = { .tv_nsec = options.spin ? 0 : (long)wait };
        int count = epoll_pwait2(epoll_fd, ready, 512, &timeout, NULL);
        for (int i = 0; i < count; i++) {
            connection *c = ready[i].data.ptr;
            if (!c) {
                accept_all(listener);
                continue;
            }
            int alive = !(ready[i].events & EPOLLOUT) || on_writable(c);
            if (alive && (ready[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)))
                alive = on_readable(c);
            if (!alive)
                close_connection(c);
        }
    }
}

static int open_listener(void) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)options.port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 4096) || getsockname(listener, (struct sockaddr *)&address, &size))
        die("listen");
    printf("listening on http://127.0.0.1:%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return listener;
}

static void on_signal(int signal) { stopping = signal; }

static void read_options(int count, char **values) {
    static const struct option names[] = {
        { "port", 1, 0, 'p' }, { "ttft-us", 1, 0, 't' }, { "gap-us", 1, 0, 'g' }, { "tokens", 1, 0, 'n' }, { "log", 1, 0, 'l' },
        { "together", 0, 0, 'T' }, { "spread", 0, 0, 'S' }, { "firehose", 1, 0, 'f' }, { "spin", 0, 0, 's' }, { 0 } };
    for (int o; (o = getopt_long(count, values, "", names, NULL)) != -1;)
        switch (o) {
        case 'p': options.port = atoi(optarg); break;
        case 't': options.ttft = strtoull(optarg, NULL, 10) * 1000; break;
        case 'g': options.gap = strtoull(optarg, NULL, 10) * 1000 + !atoi(optarg); break;
        case 'n': options.tokens = (uint32_t)strtoul(optarg, NULL, 10); break;
        case 'l': options.log = optarg; break;
        case 'T': options.together = 1; break; // all streams tick in the same instant, as with the step of an engine
        case 'S': options.spread = 1; break;   // the ticks of the streams lie evenly over the gap
        case 'f': options.batch = (uint32_t)strtoul(optarg, NULL, 10); break; // this many events a send, as fast as the socket takes them
        case 's': options.spin = 1; break;     // never sleep: punctual to the microsecond, for a whole core
        default:
            fputs("paced-server [--port N] [--ttft-us N] [--gap-us N] [--tokens N] [--together | --spread] [--firehose N] [--spin] [--log FILE]\n", stderr);
            exit(2);
        }
}

int main(int count, char **values) {
    read_options(count, values);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    prctl(PR_SET_TIMERSLACK, 1); // sleeps end when asked for, not up to 50 µs later
    signal(SIGTERM, on_signal);
    signal(SIGINT, on_signal);
    prepare_events();

    int listener = open_listener();
    epoll_fd = epoll_create1(0);
    struct epoll_event e = { .events = EPOLLIN, .data.ptr = NULL };
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, listener, &e);
    serve(listener);
    if (options.log)
        write_log(options.log);
    fprintf(stderr, "requests %lu events %lu bytes %lu blocked sends %lu\n", requests, events_sent, bytes_sent, sends_blocked);
    return 0;
}
