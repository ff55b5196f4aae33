using System.Text;
using VllmStream.Simulation;

namespace VllmStream.Cli.Help;

/// <summary>docs/faults.md, with its tables made from those of the simulator; a test compares the file with it.</summary>
internal static class FaultsPage
{
    internal static string Text()
    {
        var text = new StringBuilder(Opening);
        foreach (var (title, faults) in FaultCatalog.Groups)
        {
            text.Append($"### {title}\n\n| fault | meaning |\n|---|---|\n");
            foreach (var fault in faults)
                text.Append($"| `{Cell(fault.Usage)}` | {Cell(fault.Help)} |\n");
            text.Append('\n');
        }

        text.Append(Recipes).Append("| profile | imitates | script |\n|---|---|---|\n");
        foreach (var profile in FaultCatalog.Profiles)
            text.Append($"| `{profile.Name}` | {Cell(profile.Help)} | {(profile.Usage.Length == 0 ? "-" : $"`{Cell(profile.Usage)}`")} |\n");
        return text.Append(Closing).ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static readonly string Opening = """
        # Faults and profiles

        A server that misbehaves on demand, for tests of clients: yours as well as ours. The tables are made from the simulator's own; change
        those, then run the tests with `VLLMSTREAM_WRITE_DOCS=1` to write this page again.

        ```bash
        vllmstream sim --fault 'status(429, retry-after=2)@20%' --fault 'cut(rst, at=3)@5%'   # a bad day
        curl -N localhost:8000/v1/chat/completions -H 'Content-Type: application/json' -H 'X-Sim-Fault: error(at=2); line-ends(crlf)' \
          -d '{"messages":[{"role":"user","content":"hi"}],"stream":true}'                     # one request
        ```

        In the CI of a client: start `vllmstream sim --port 8000`, and let each test send the header that its case needs. A client whose
        headers cannot be set writes `[[fault: stall(5s, at=3)]]` anywhere in its prompt instead.

        ```python
        client = OpenAI(base_url="http://127.0.0.1:8000/v1", api_key="-")
        with pytest.raises(APIError):                                     # an error in a stream must not pass for an answer
            for chunk in client.chat.completions.create(model="sim/llama-8b", messages=messages, stream=True,
                                                        extra_headers={"X-Sim-Fault": "error(at=2)"}): pass
        ```

        Worth a test in any client: `error(at=0)`, `error(at=2)`, `cut(fin, at=3)`, `cut(rst, at=3)`, `done(missing)`, `finish(missing); done(missing)`,
        `stall(forever, at=1)`, `status(429, retry-after=2)`, `status(502, html)`, `not-streamed`, `line-ends(crlf)`, `colon(0)`, `segments(1)`,
        `comments(every=100ms)`, `huge-line(1MiB)`, `role(at-once)`, `usage(missing)`, `burst`.

        ## Scripts

        ```
        script  = fault { (";" | ",") fault }
        fault   = name [ "(" argument { "," argument } ")" ]
        argument = [ name "=" ] value
        ```

        Arguments without a name are taken in the order of the table; `[…]` has no default. A value with commas, parentheses or blanks at its
        ends stands in quotes, with `\n \r \t \" \\`, `\xHH` for a byte and `\uHHHH` for a character. Times have a unit (`50ms`, `2s`), sizes may
        (`70KiB`). `at=N` is the moment when N tokens have left, 0 before the first event; where an answer has fewer, nothing happens.

        | where | for |
        |---|---|
        | `--fault 'SCRIPT'`, repeatable | all requests that generate |
        | `--fault 'SCRIPT@5%'` | a share of them, drawn from `--seed` and the number of the request: the same in each run with the same order of arrival. Each is drawn by itself; what is drawn together acts together |
        | `--fault 'SCRIPT@#3'` | the third request only, counted from 1 in the order of arrival: `--fault 'status(503)@#1'` is a server that a retry finds healthy |
        | `--fault 'SCRIPT@#3..9'` | those from the third to the ninth: `--fault 'delay(2s)@#1..10'` is a server that has to warm up |
        | `[[fault: SCRIPT]]` in a prompt | this request, in place of what was drawn |
        | `X-Sim-Fault: SCRIPT` | this request, in place of all others; `none` for no fault |

        A script that cannot be read is one line that says where: on the command line with exit code 2, in a request as status 400.
        Faults are put on top of each other in the order of the groups below (events, framing, line ends, compression, writes, head, cut), within a
        group in the order of the script: `line-ends(crlf); segments(1)` cuts the CR LF in two, however it is written. They are HTTP/1.1.
        A request must be valid first. Faults of events know chat and completions; at, framing, writes and HTTP hold for responses and messages too.

        ## Faults


        """.ReplaceLineEndings("\n");

    private static readonly string Recipes = """
        ## Recipes

        `play(…)` and `raw(…)` send exactly the bytes they are given, when they are due. Items stand behind each other:

        | item | bytes |
        |---|---|
        | `R`, `R(index)` | the role chunk |
        | `C(text)`, `C(text, index)` | a content chunk |
        | `F(reason)`, `F(reason, index)` | `delta: {}` with a finish reason, by default stop |
        | `U(prompt, completion)` | the usage chunk |
        | `D` | `data: [DONE]` |
        | `E(message)` | an error in the stream |
        | `T(text)`, `T(text, reason)` | a chunk of completions |
        | `tail(n)` | `F(stop) U(5,n) D` |
        | `delta(json)`, `delta(json, reason)` | a chunk with that delta |
        | `json(json)` | an event with that data |
        | `logprobs(size)` | a content chunk with logprobs of that size |
        | `comment(text)` | a comment |
        | `"…"` | these bytes |

        `@500` (or `@500ms`, `@2s`) behind an item is when it leaves, counted from the arrival of the request; without it an item leaves together
        with the one before. `*30` repeats it, and `@100+20` is 100 ms for the first and 20 ms more for each further one. `//` ends a write and waits
        50 ms. The other faults act on what is played: `play(R C(a)@300 C(b)@400 tail(2)); line-ends(crlf)`. With `raw` there is no head and
        no HTTP framing but what you write: `raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"); close`.

        `/sim/log` has what was played too, as events of the kind `played`, each with its due time. Where a fault delays the events of the engine,
        `write` and `flushed` enclose that delay.

        ## Profiles

        `--profile NAME` gives all answers what is known of a server: where the role, the finish reason and the usage stand, the name of the reasoning
        field, errors, comments, headers. Illustrative: what is not known, and everything not named here, is as with vLLM.


        """.ReplaceLineEndings("\n");

    private const string Closing = "\n`--reasoning N` makes the first N tokens of each chat answer what the model thinks, unless the request says `include_reasoning: false`,\n"
        + "`reasoning_effort: \"none\"` or `chat_template_kwargs: {\"enable_thinking\": false}`. `--tool-calls` answers a chat request that has `tools` with a call of the\n"
        + "first one, whose arguments are an object with one text.\n";
}
