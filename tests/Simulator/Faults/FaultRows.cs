using System.IO.Compression;
using System.Text;

namespace VllmStream.Tests.Simulator.Faults;

/// <summary>At least one script for each fault there is.</summary>
internal static class FaultRows
{
    public static IReadOnlyList<FaultRow> All { get; } =
    [
        new("status(503, html)", a => a.Text.StartsWith("HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/html\r\n", StringComparison.Ordinal) && a.Text.EndsWith("</html>\r\n", StringComparison.Ordinal)),
        new("status(418, body=\"{}\")", a => a.Text.EndsWith("\r\n\r\n{}", StringComparison.Ordinal)),
        new("refuse-field(stream_options)", a => a.Text.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal)),
        new("refuse-field(logprobs)", a => Tokens(a) == 4),
        new("redirect(308, to=/elsewhere)", a => a.Text.StartsWith("HTTP/1.1 308 ", StringComparison.Ordinal) && a.Head.Contains("\r\nLocation: /elsewhere\r\n", StringComparison.Ordinal)),
        new("redirect", a => a.Head.Contains("\r\nLocation: /v1/chat/completions\r\n", StringComparison.Ordinal)),
        new("not-streamed", a => a.Head.Contains("application/json", StringComparison.Ordinal) && a.Head.Contains("Content-Length: ", StringComparison.Ordinal) && a.Text.Contains("\"chat.completion\"", StringComparison.Ordinal)),
        new("empty", a => a.Body.Length == 0 && a.Text.EndsWith("\r\n\r\n0\r\n\r\n", StringComparison.Ordinal)),
        new("play(C(x))", a => a.Body.Contains("\"x\"", StringComparison.Ordinal)),
        new("raw(\"hello\"); close", a => a is { Text: "hello", End: RawEnd.Fin }),
        new("stall(300ms, at=2)", a => a.EndMs >= 300 && Tokens(a) == 4 && Complete(a)),
        new("error(at=2)", a => Tokens(a) == 2 && a.Body.EndsWith("data: {\"error\":{\"message\":\"simulated\",\"type\":\"InternalServerError\",\"param\":null,\"code\":500}}\n\ndata: [DONE]\n\n", StringComparison.Ordinal)),
        new("error(at=0, shape=flat, done=no, code=429)", a => a.Body == "data: {\"object\":\"error\",\"message\":\"simulated\",\"type\":\"InternalServerError\",\"param\":null,\"code\":429}\n\n"),
        new("malformed(at=1)", a => Events(a).Count(e => !e.EndsWith('}') && e != "data: [DONE]") == 1 && Events(a).Count == 7),
        new("duplicate(at=1)", a => Tokens(a) == 5 && Events(a)[2] == Events(a)[3]),
        new("insert({}, at=1)", a => Events(a)[2] == "data: {}"),
        new("after-finish", a => Tokens(a) == 5 && Events(a)[4].Contains("\"length\"", StringComparison.Ordinal) && Events(a)[5] == Events(a)[3]),
        new("cumulative", a => Text(Events(a)[2]).StartsWith(Text(Events(a)[1]) + " ", StringComparison.Ordinal) && Text(Events(a)[4]).Split(' ').Length == 4),
        new("tokens-per-event(2)", a => Tokens(a) == 2 && Text(Events(a)[1]).Split(' ').Length == 2),
        new("one-event", a => Tokens(a) == 1 && Text(Events(a)[1]).Split(' ').Length == 4),
        new("huge-line(70KiB, at=1)", a => Events(a).Count(e => e.Length > 70 * 1024) == 1 && Complete(a)),
        new("comments(every=20ms, text=\" x\"); delay(0ms)", a => a.Body.StartsWith(": x\n\n", StringComparison.Ordinal) && Tokens(a) == 4),
        new("role(at-once)", a => a.Chunks[0].Length < a.Chunks[1].Length + 200 && Events(a)[0].Contains("\"role\"", StringComparison.Ordinal) && Encoding.UTF8.GetString(a.Chunks[0]).Split("\n\n").Length == 2),
        new("role(missing)", a => !a.Body.Contains("\"role\"", StringComparison.Ordinal) && Tokens(a) == 4),
        new("role(every-delta)", a => Events(a).Count(e => e.Contains("\"role\":\"assistant\"", StringComparison.Ordinal)) == 4),
        new("reasoning-field(both)", a => Tokens(a) == 4),
        new("usage(missing)", a => !a.Body.Contains("\"usage\"", StringComparison.Ordinal) && Complete(a)),
        new("usage(null)", a => a.Body.Contains("\"choices\":[],\"usage\":null}", StringComparison.Ordinal)),
        new("usage(early)", a => Events(a)[0].Contains("\"usage\":{", StringComparison.Ordinal)),
        new("usage(wrong, by=3)", a => a.Body.Contains("\"completion_tokens\":7}", StringComparison.Ordinal)),
        new("finish(missing)", a => !a.Body.Contains("\"length\"", StringComparison.Ordinal) && Complete(a)),
        new("finish(apart)", a => Events(a)[5].Contains("\"delta\":{}", StringComparison.Ordinal) && Events(a)[5].Contains("\"length\"", StringComparison.Ordinal)),
        new("done(missing)", a => !a.Body.Contains("[DONE]", StringComparison.Ordinal) && a.Text.EndsWith("0\r\n\r\n", StringComparison.Ordinal)),
        new("done(twice)", a => a.Body.EndsWith("data: [DONE]\n\ndata: [DONE]\n\n", StringComparison.Ordinal)),
        new("line-ends(cr)", a => !a.Body.Contains('\n', StringComparison.Ordinal) && a.Body.EndsWith("data: [DONE]\r\r", StringComparison.Ordinal)),
        new("line-ends(mixed)", a => a.Body.Contains("\r\n\r", StringComparison.Ordinal)),
        new("colon(0)", a => a.Body.StartsWith("data:{", StringComparison.Ordinal) && a.Body.EndsWith("data:[DONE]\n\n", StringComparison.Ordinal)),
        new("bom", a => a.Body.StartsWith("\u00EF\u00BB\u00BFdata: ", StringComparison.Ordinal)),
        new("multi-line", a => Events(a).SkipLast(1).All(e => e.Split("\ndata: ").Length == 2)),
        new("empty-data", a => a.Body.Split("\n\ndata:\n\n").Length == 4),
        new("fields(event=message, id=7, retry=10)", a => a.Body.StartsWith("event: message\nid: 7\nretry: 10\ndata: {", StringComparison.Ordinal)),
        new("open-end", a => a.Body.EndsWith("\n\ndata: [DONE]", StringComparison.Ordinal)),
        new("split(3, gap=1ms)", a => a.Chunks.Count == 14 && a.Chunks.Where((_, i) => i % 2 == 0).All(c => Encoding.UTF8.GetString(c) == "dat")),
        new("segments(100, every=0ms)", a => a.Chunks.All(c => c.Length <= 100) && Complete(a)),
        new("drip(20KiB)", a => a.Chunks.All(c => c.Length <= 410) && a.EndMs >= 50 && Complete(a)),
        new("events-per-write(3)", a => a.Chunks.Count == 3 && Complete(a)),
        new("burst", a => a.Chunks.Count == 1 && Complete(a)),
        new("gzip(late)", a => Unzipped(a).EndsWith("data: [DONE]\n\n", StringComparison.Ordinal) && a.Head.Contains("\r\nContent-Encoding: gzip\r\n", StringComparison.Ordinal)),
        new("gzip", a => a.Chunks.Count > 5 && Unzipped(a).EndsWith("data: [DONE]\n\n", StringComparison.Ordinal)),
        new("delay(200ms)", a => a.MsOf(0) >= 200 && Complete(a)),
        new("content-type(none)", a => !a.Head.Contains("Content-Type", StringComparison.Ordinal)),
        new("header(X-A, b)", a => a.Head.Contains("\r\nX-A: b\r\n", StringComparison.Ordinal)),
        new("interim(103)", a => a.Text.StartsWith("HTTP/1.1 103 Early Hints\r\n", StringComparison.Ordinal) && a.Text.Contains("HTTP/1.1 200 OK\r\n", StringComparison.Ordinal)),
        new("content-length", a => a.Head.Contains($"\r\nContent-Length: {a.Bytes.Length - a.Head.Length}\r\n", StringComparison.Ordinal)),
        new("until-close(1.0)", a => a.Text.StartsWith("HTTP/1.0 200 OK\r\n", StringComparison.Ordinal) && !a.Head.Contains("chunked", StringComparison.Ordinal) && a.Text.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal)),
        new("trailers(X-End, 1)", a => a.Text.EndsWith("\r\n0\r\nX-End: 1\r\n\r\n", StringComparison.Ordinal)),
        new("close", a => a.Head.Contains("\r\nConnection: close\r\n", StringComparison.Ordinal) && Complete(a)),
        new("keep-alive(requests=1)", a => a.End == RawEnd.Fin && Complete(a)),
        new("cut(fin, place=before-head)", a => a is { Bytes.Length: 0, End: RawEnd.Fin }),
        new("cut(rst, place=before-head)", a => a is { Bytes.Length: 0, End: RawEnd.Reset }),
        new("cut(rst, place=head)", a => a.End == RawEnd.Reset && a.Text == a.Head),
        new("cut(rst, at=2)", a => a.End == RawEnd.Reset && Tokens(a) == 2 && !a.Body.Contains("[DONE]", StringComparison.Ordinal)),
        new("cut(fin, at=1, byte=30)", a => a.End == RawEnd.Fin && a.Chunks[^1].Length == 30),
        new("line-ends(crlf); colon(0), segments(7, every=0ms)", a => a.Body.EndsWith("data:[DONE]\r\n\r\n", StringComparison.Ordinal) && a.Chunks.All(c => c.Length <= 7)),
    ];

    public static List<string> Events(RawAnswer answer) => [.. answer.Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(e => !e.StartsWith(':'))];

    private static int Tokens(RawAnswer answer) => Events(answer).Count(e => e.Contains("\"token_ids\":", StringComparison.Ordinal) && Text(e).Length > 0 && !e.Contains("prompt_text", StringComparison.Ordinal));

    private static string Text(string item)
    {
        var start = item.IndexOf("\"content\":\"", StringComparison.Ordinal) + "\"content\":\"".Length;
        return item[start..item.IndexOf('"', start)];
    }

    private static bool Complete(RawAnswer answer) => answer.Body.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal) && answer.Text.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal);

    private static string Unzipped(RawAnswer answer)
    {
        using var zipped = new MemoryStream([.. answer.Chunks.SelectMany(chunk => chunk)]);
        using var gzip = new GZipStream(zipped, CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return reader.ReadToEnd();
    }
}
