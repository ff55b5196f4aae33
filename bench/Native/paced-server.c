// A streaming chat server that knows to the nanosecond when it sent what: the ground truth of the benchmarks.
//
//   paced-server [-p PORT] [-t TTFT_US] [-g GAP_US] [-n TOKENS] [-T] [-f BATCH] [-l LOG]
//
//   -p  port, 0 = any; the first line of stdout is "listening PORT"
//   -t  from the whole request to its first token     -g  between two tokens of one stream     -n  tokens unless max_tokens says
//   -T  together: every stream sends in the same instants, as the steps of an engine do
//   -f  firehose: no pacing, BATCH events a send, as fast as the socket takes them; nothing is logged
//   -l  on SIGTERM, one line a request: its X-Request-Id (or "seed"), when it was complete, when each token was handed to send();
//       all CLOCK_MONOTONIC nanoseconds
//
// One thread, epoll, one send() for each event of a paced stream. Chunks are shaped as vLLM's: 244 bytes an event.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { REQUEST_MAX = 64 * 1024, EVENTS = 512, TICKS_PER_LOOK = 64 };
typedef int64_t ns;

struct record { char id[48]; ns arrived; int tokens; ns *sent; struct record *next; };

struct connection {
    int fd, active, tokens, done, waits;   // waits: for the socket to take what is in pending
    ns due;                                // of the next token
    struct record *record;
    char *in; int in_length;               // the request so far
    char *pending; int pending_length, pending_start;
};

static ns ttft = 100000000, gap = 20000000;
static int default_tokens = 100, together, batch, epoll;
static const char *log_file;
static struct record *records, **last_record = &records;
static volatile sig_atomic_t stopped;

static ns now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1000000000LL + t.tv_nsec; }

// ---- streams by the instant of their next token: a binary heap

static struct connection **heap;
static int heap_count, heap_room;

static void heap_push(struct connection *c) {
    if (heap_count == heap_room) heap = realloc(heap, (heap_room = heap_room ? heap_room * 2 : 1024) * sizeof *heap);
    int place = heap_count++;
    while (place && heap[(place - 1) / 2]->due > c->due) { heap[place] = heap[(place - 1) / 2]; place = (place - 1) / 2; }
    heap[place] = c;
}

static struct connection *heap_pop(void) {
    struct connection *first = heap[0], *last = heap[--heap_count];
    int place = 0;
    for (int child; (child = 2 * place + 1) < heap_count; place = child) {
        if (child + 1 < heap_count && heap[child + 1]->due < heap[child]->due) child++;
        if (heap[child]->due >= last->due) break;
        heap[place] = heap[child];
    }
    if (heap_count) heap[place] = last;
    return first;
}

// ---- what is sent

static const char *words[] = { " the", " token", " of", " a", " stream", " is", " and", " latency", " in", " model", " to", " output", " we", " that", " for", " run" };
static char chunks[16][512]; static int chunk_lengths[16];
static char head[1024], tail[2048];
static int head_length;

#define CHUNK "data: {\"id\":\"chatcmpl-6a4f0f0c5a9c4b6f9f0e8d7c6b5a4f3e\",\"object\":\"chat.completion.chunk\",\"created\":1764034000,\"model\":\"meta-llama/Llama-3.1-8B-Instruct\",\"choices\":["

static int frame(char *out, const char *event) { int n = (int)strlen(event); return sprintf(out, "%x\r\n%s\r\n", n, event); }

static void build(void) {
    char event[600];
    for (int i = 0; i < 16; i++) {
        sprintf(event, CHUNK "{\"index\":0,\"delta\":{\"content\":\"%s\"},\"logprobs\":null,\"finish_reason\":null,\"token_ids\":null}]}\n\n", words[i]);
        chunk_lengths[i] = frame(chunks[i], event);
    }
    head_length = sprintf(head, "HTTP/1.1 200 OK\r\nserver: uvicorn\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n\r\n");
    head_length += frame(head + head_length, CHUNK "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n");
}

static int build_tail(int tokens) {
    char event[600];
    int n = frame(tail, CHUNK "{\"index\":0,\"delta\":{\"content\":\"\"},\"logprobs\":null,\"finish_reason\":\"length\"}]}\n\n");
    sprintf(event, CHUNK "],\"usage\":{\"prompt_tokens\":12,\"total_tokens\":%d,\"completion_tokens\":%d}}\n\n", 12 + tokens, tokens);
    n += frame(tail + n, event);
    return n + sprintf(tail + n, "e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n");
}

static void watch(struct connection *c, int writes) {
    struct epoll_event e = { .events = EPOLLIN | (writes ? EPOLLOUT : 0), .data.ptr = c };
    if (c->waits != writes) epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &e);
    c->waits = writes;
}

static void hang_up(struct connection *c) { if (c->fd >= 0) close(c->fd); c->fd = -1; c->active = 0; }

// What the socket does not take at once waits in pending.
static void put(struct connection *c, const char *bytes, int length) {
    int taken = 0;
    if (!c->pending_length) {
        taken = (int)send(c->fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (taken < 0 && errno != EAGAIN) { hang_up(c); return; }
        if (taken < 0) taken = 0;
    }
    if (taken == length) return;
    c->pending = realloc(c->pending, c->pending_start + c->pending_length + length - taken);
    memcpy(c->pending + c->pending_start + c->pending_length, bytes + taken, length - taken);
    c->pending_length += length - taken;
    watch(c, 1);
}

static void send_pending(struct connection *c) {
    int taken = (int)send(c->fd, c->pending + c->pending_start, c->pending_length, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (taken < 0) { if (errno != EAGAIN) hang_up(c); return; }
    c->pending_start += taken; c->pending_length -= taken;
    if (!c->pending_length) { c->pending_start = 0; watch(c, 0); }
}

static void send_token(struct connection *c) {
    if (!c->active) return;
    if (!c->done) put(c, head, head_length);
    if (c->record) c->record->sent[c->record->tokens++] = now();
    put(c, chunks[c->done & 15], chunk_lengths[c->done & 15]);
    if (++c->done < c->tokens) { c->due += gap; heap_push(c); return; }
    put(c, tail, build_tail(c->tokens));
    c->active = 0;
}

// As many batches as the socket takes; it is called again when it has room.
static void send_batches(struct connection *c) {
    char out[64 * 512];
    while (c->active && c->fd >= 0 && !c->pending_length) {
        int n = 0;
        if (!c->done) put(c, head, head_length);
        for (int i = 0; i < batch && c->done < c->tokens; i++, c->done++) { memcpy(out + n, chunks[c->done & 15], chunk_lengths[c->done & 15]); n += chunk_lengths[c->done & 15]; }
        put(c, out, n);
        if (c->done == c->tokens && c->active) { put(c, tail, build_tail(c->tokens)); c->active = 0; }
    }
}

// ---- what is asked

static void copy_id(struct connection *c, const char *headers, const char *body) {
    const char *id = strcasestr(headers, "x-request-id:"), *seed = strstr(body, "\"seed\":");
    if (id && id < body) sscanf(id + 13, " %47[^\r\n]", c->record->id);
    else if (seed) sscanf(seed + 7, " %47[0-9]", c->record->id);
}

static void answer(struct connection *c, char *body) {
    ns arrived = now();
    if (strncmp(c->in, "POST", 4)) {
        char text[512], out[700];
        int n = sprintf(text, "%s", strstr(c->in, "/models ") ? "{\"object\":\"list\",\"data\":[{\"id\":\"meta-llama/Llama-3.1-8B-Instruct\",\"object\":\"model\",\"owned_by\":\"vllm\"}]}" : "{\"version\":\"0.11.0\"}");
        put(c, out, sprintf(out, "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s", n, text));
        return;
    }
    const char *asked = strstr(body, "\"max_tokens\":");
    if (!asked) asked = strstr(body, "\"max_completion_tokens\":");
    c->tokens = asked ? atoi(strchr(asked, ':') + 1) : default_tokens;
    c->done = 0; c->active = 1; c->record = NULL;
    if (batch) { send_batches(c); return; }
    c->record = calloc(1, sizeof *c->record);
    c->record->arrived = arrived;
    c->record->sent = malloc(c->tokens * sizeof(ns));
    copy_id(c, c->in, body);
    *last_record = c->record; last_record = &c->record->next;
    c->due = arrived + ttft;
    if (together) c->due = (c->due / gap + 1) * gap;
    heap_push(c);
}

static void read_request(struct connection *c) {
    int n = (int)recv(c->fd, c->in + c->in_length, REQUEST_MAX - c->in_length, MSG_DONTWAIT);
    if (n <= 0) { if (n == 0 || errno != EAGAIN) hang_up(c); return; }
    c->in[c->in_length += n] = 0;
    for (char *end; c->fd >= 0 && (end = strstr(c->in, "\r\n\r\n"));) {
        char *body = end + 4, *length = strcasestr(c->in, "content-length:");
        int whole = (int)(body - c->in) + (length && length < end ? atoi(length + 15) : 0);
        if (c->in_length < whole) return;
        char next = c->in[whole];
        c->in[whole] = 0;
        answer(c, body);
        c->in[whole] = next;
        memmove(c->in, c->in + whole, c->in_length - whole + 1);
        c->in_length -= whole;
    }
}

static void take_connections(int listener) {
    for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
        int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        struct connection *c = calloc(1, sizeof *c);
        c->fd = fd; c->in = malloc(REQUEST_MAX + 1);
        struct epoll_event e = { .events = EPOLLIN, .data.ptr = c };
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &e);
    }
}

static void write_log(void) {
    FILE *f = log_file ? fopen(log_file, "w") : NULL;
    if (!f) return;
    for (struct record *r = records; r; r = r->next) {
        fprintf(f, "%s %lld", r->id, (long long)r->arrived);
        for (int i = 0; i < r->tokens; i++) fprintf(f, " %lld", (long long)r->sent[i]);
        fputc('\n', f);
    }
    fclose(f);
}

static void stop(int signal) { (void)signal; stopped = 1; }

int main(int count, char **values) {
    int port = 0;
    for (int o; (o = getopt(count, values, "p:t:g:n:Tf:l:")) != -1;)
        switch (o) {
            case 'p': port = atoi(optarg); break;
            case 't': ttft = atoll(optarg) * 1000; break;
            case 'g': gap = atoll(optarg) * 1000; break;
            case 'n': default_tokens = atoi(optarg); break;
            case 'T': together = 1; break;
            case 'f': batch = atoi(optarg) > 64 ? 64 : atoi(optarg); break;
            case 'l': log_file = optarg; break;
            default: return 2;
        }
    signal(SIGTERM, stop); signal(SIGINT, stop); signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_TIMERSLACK, 1);   // else the kernel may wake us 50 µs late
    struct rlimit files = { 65536, 65536 };
    setrlimit(RLIMIT_NOFILE, &files);
    build();

    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (void *)&address, size) || listen(listener, 4096)) { perror("paced-server"); return 1; }
    getsockname(listener, (void *)&address, &size);
    printf("listening %d\n", ntohs(address.sin_port)); fflush(stdout);

    epoll = epoll_create1(0);
    struct epoll_event events[EVENTS], e = { .events = EPOLLIN };
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &e);
    while (!stopped) {
        ns t = now();
        for (int sent = 0; heap_count && heap[0]->due <= t && sent < 256; sent++) {
            send_token(heap_pop());
            if (sent % TICKS_PER_LOOK == 0) t = now();
        }
        ns wait = heap_count ? heap[0]->due - now() : 100000000;
        struct timespec limit = { .tv_nsec = wait < 0 ? 0 : wait > 100000000 ? 100000000 : wait };
        int n = epoll_pwait2(epoll, events, EVENTS, &limit, NULL);
        for (int i = 0; i < n; i++) {
            struct connection *c = events[i].data.ptr;
            if (!c) { take_connections(listener); continue; }
            if (c->fd >= 0 && (events[i].events & EPOLLOUT)) { send_pending(c); if (batch) send_batches(c); }
            if (c->fd >= 0 && (events[i].events & ~EPOLLOUT)) read_request(c);
        }
    }
    write_log();
    return 0;
}
