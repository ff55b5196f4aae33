"""Writes what bench/Native/request-log.h describes: per request when it began, and when each of its tokens came."""

import random
import struct


class RequestLog:
    """Times of all requests, in seconds of time.perf_counter, which is CLOCK_MONOTONIC on Linux. One thread."""

    def __init__(self):
        self._requests = []
        self.failed = 0

    def begin(self):
        """A new request: its number, by which the server knows it, and the list that its times go to; the first is its begin."""
        times = []
        self._requests.append(times)
        return len(self._requests) - 1, times

    def write(self, path):
        with open(path, "wb") as file:
            for number, times in enumerate(self._requests):
                if not times:
                    continue
                key = str(number).encode()
                stamps = [int(seconds * 1e9) for seconds in times]
                file.write(struct.pack(f"<I{len(key)}sQI{len(stamps) - 1}Q", len(key), key, stamps[0], len(stamps) - 1, *stamps[1:]))
        print(f"requests {len(self._requests)} failed {self.failed}", flush=True)


def body(number, tokens, spread):
    """The request with this number; its answer is up to `spread` tokens shorter or longer than `tokens`."""
    length = max(1, tokens + random.Random(number).randint(-spread, spread))
    return {
        "model": "m",
        "messages": [{"role": "user", "content": "Tell me of rivers."}],
        "stream": True,
        "stream_options": {"include_usage": True},
        "max_tokens": length,
        "seed": number,
    }
