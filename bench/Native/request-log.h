// What both sides of a measurement write down: per request when it began, and when each of its events went or came.
#ifndef REQUEST_LOG_H
#define REQUEST_LOG_H
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { KEY_BYTES = 64 }; // the longest name of a request, its NUL included

static const uint64_t MS = 1000 * 1000, SECOND = 1000 * 1000 * 1000; // every time is in ns

// One request: the server's has when the whole of it had been read, the client's when it had been sent.
typedef struct record {
    struct record *next;
    char key[KEY_BYTES];
    uint64_t begun;
    uint32_t count;
    uint64_t times[]; // CLOCK_MONOTONIC
} record;

static record *records, **records_end = &records;

static inline void die(const char *what) {
    perror(what);
    exit(1);
}

static inline void *must(void *memory) {
    if (!memory)
        die("memory");
    return memory;
}

static inline uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * SECOND + (uint64_t)t.tv_nsec;
}

// Room for all times is made at once: nothing is allocated while events flow.
static inline record *begin_record(const char *key, int key_length, uint32_t events, uint64_t begun) {
    record *r = must(calloc(1, sizeof *r + events * sizeof r->times[0]));
    snprintf(r->key, KEY_BYTES, "%.*s", key_length, key);
    r->begun = begun;
    *records_end = r;
    records_end = &r->next;
    return r;
}

// Per request, little-endian, nothing in between: u32 bytes of the key, the key, u64 begun, u32 events, u64 each.
static inline void write_log(const char *path) {
    FILE *file = fopen(path, "wb");
    if (!file)
        die(path);
    for (record *r = records; r; r = r->next) {
        uint32_t key_length = (uint32_t)strlen(r->key);
        fwrite(&key_length, sizeof key_length, 1, file);
        fwrite(r->key, 1, key_length, file);
        fwrite(&r->begun, sizeof r->begun, 1, file);
        fwrite(&r->count, sizeof r->count, 1, file);
        fwrite(r->times, sizeof r->times[0], r->count, file);
    }
    if (ferror(file) || fclose(file))
        die(path);
}

#endif
