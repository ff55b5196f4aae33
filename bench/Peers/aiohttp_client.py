"""A closed loop of streams as the Python benchmark tools have them: asyncio, aiohttp, a line at a time, json.loads of every chunk.

One session for all and no limit of connections. The time of a token is taken before its JSON is parsed.
"""

import argparse
import asyncio
import json
import time

import aiohttp

from request_log import RequestLog, body


async def request(session, url, log, options):
    number, times = log.begin()
    payload = body(number, options.tokens, options.spread)
    times.append(time.perf_counter())
    async with session.post(url, json=payload) as response:
        response.raise_for_status()
        async for line in response.content:
            line = line.strip()
            if not line:
                continue
            chunk = line.decode("utf-8").removeprefix("data: ")
            if chunk == "[DONE]":
                continue
            timestamp = time.perf_counter()
            choices = json.loads(chunk).get("choices")
            if choices and choices[0]["delta"].get("content"):
                times.append(timestamp)


async def stream(session, url, log, options):
    while True:
        try:
            await request(session, url, log, options)
        except aiohttp.ClientError:
            log.failed += 1


async def main(options):
    url = f"http://127.0.0.1:{options.port}/v1/chat/completions"
    log = RequestLog()
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=6 * 60 * 60)
    ) as session:
        streams = [asyncio.ensure_future(stream(session, url, log, options)) for _ in range(options.streams)]
        await asyncio.sleep(options.seconds)
        for task in streams:
            task.cancel()
        await asyncio.gather(*streams, return_exceptions=True)
    log.write(options.log)


parser = argparse.ArgumentParser()
for name in ("port", "streams", "tokens", "spread", "seconds"):
    parser.add_argument(f"--{name}", type=int, required=True)
parser.add_argument("--log", required=True)
asyncio.run(main(parser.parse_args()))
