"""A Locust user that reads a stream: one request after another, iter_lines, json.loads of every chunk. Run by `locust -f`."""

import json
import os
import time

from locust import HttpUser, events, task

from request_log import RequestLog, body

LOG = RequestLog()
TOKENS = int(os.environ["PEER_TOKENS"])
SPREAD = int(os.environ["PEER_SPREAD"])


class StreamingUser(HttpUser):
    @task
    def chat(self):
        number, times = LOG.begin()
        payload = body(number, TOKENS, SPREAD)
        times.append(time.perf_counter())
        with self.client.post("/v1/chat/completions", json=payload, stream=True, catch_response=True) as response:
            if response.status_code != 200:
                LOG.failed += 1
                return
            for line in response.iter_lines():
                if not line:
                    continue
                chunk = line.decode("utf-8").removeprefix("data: ")
                if chunk == "[DONE]":
                    continue
                timestamp = time.perf_counter()
                choices = json.loads(chunk).get("choices")
                if choices and choices[0]["delta"].get("content"):
                    times.append(timestamp)
            response.success()


@events.quitting.add_listener
def write(environment, **_):
    LOG.write(os.environ["PEER_LOG"])
