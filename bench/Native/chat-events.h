// The words of a vLLM chat stream. Every event is an HTTP chunk of its own, as uvicorn sends them; a token's is 244 bytes on average.
#ifndef CHAT_EVENTS_H
#define CHAT_EVENTS_H
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum {
    ID_BYTES = 32,     // hex digits of a completion id
    EVENT_BYTES = 384, // no event with its HTTP chunk framing is longer
    EDGE_BYTES = 1536, // head and role event, or the end of an answer
};

#define MODEL "Qwen/Qwen2.5-7B"
#define EVENT(choices) "data: {\"id\":\"chatcmpl-%s\",\"object\":\"chat.completion.chunk\",\"created\":1764034000,\"model\":\"" MODEL "\",\"choices\":[" choices "}\n\n"
#define ROLE EVENT("{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"logprobs\":null,\"finish_reason\":null}],\"prompt_token_ids\":null")
#define TOKEN EVENT("{\"index\":0,\"delta\":{\"content\":\"%s\"},\"logprobs\":null,\"finish_reason\":null,\"token_ids\":null}]")
#define FINISH EVENT("{\"index\":0,\"delta\":{\"content\":\"\"},\"logprobs\":null,\"finish_reason\":\"length\",\"stop_reason\":null,\"token_ids\":null}]")
#define USAGE EVENT("],\"usage\":{\"prompt_tokens\":32,\"total_tokens\":%u,\"completion_tokens\":%u}")

static const char models_text[] = "{\"object\":\"list\",\"data\":[{\"id\":\"" MODEL "\",\"object\":\"model\"}]}";
static const char head_text[] =
    "HTTP/1.1 200 OK\r\nserver: paced-server\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n\r\n";
static const char *const words[16] = {
    " the", " river", " of", " a", " stream", " carries", " and", " latency", " in", " model", " to", " output", " we", " that", " for", " measured" };

// The token event of each word, with room for an id: sending one copies it and puts the id in.
static char token_event[16][EVENT_BYTES];
static int token_length[16], id_offset;

static inline int put_chunk(char *out, const char *event) { return sprintf(out, "%zx\r\n%s\r\n", strlen(event), event); }

static inline void prepare_events(void) {
    char event[EVENT_BYTES], id[ID_BYTES + 1];
    sprintf(id, "%032d", 0);
    for (int i = 0; i < 16; i++) {
        snprintf(event, sizeof event, TOKEN, id, words[i]);
        token_length[i] = put_chunk(token_event[i], event);
    }
    id_offset = (int)(strstr(token_event[0], id) - token_event[0]);
}

// The response head and the event that names the role.
static inline int put_begin(char *out, const char *id) {
    char event[EVENT_BYTES];
    snprintf(event, sizeof event, ROLE, id);
    memcpy(out, head_text, sizeof head_text - 1);
    return (int)sizeof head_text - 1 + put_chunk(out + sizeof head_text - 1, event);
}

static inline int put_token(char *out, const char *id, uint32_t number) {
    int word = number & 15;
    memcpy(out, token_event[word], (size_t)token_length[word]);
    memcpy(out + id_offset, id, ID_BYTES);
    return token_length[word];
}

// finish_reason, usage, the end marker, and the end of the HTTP body.
static inline int put_end(char *out, const char *id, uint32_t tokens) {
    char event[EVENT_BYTES];
    snprintf(event, sizeof event, FINISH, id);
    int length = put_chunk(out, event);
    snprintf(event, sizeof event, USAGE, id, 32 + tokens, tokens);
    length += put_chunk(out + length, event);
    return length + sprintf(out + length, "e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n");
}

#endif
