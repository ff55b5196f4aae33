using System.Text;
using static VllmStream.Tests.Simulator.Faults.CaseEvents;

namespace VllmStream.Tests.Simulator.Faults;

/// <summary>Every case whose bytes are given, by script.</summary>
internal static class WireCases
{
    private const string Sse = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    private const string End = "0\r\n\r\n";

    public static IReadOnlyList<WireCase> All { get; } = [.. Framing(), .. Text(), .. Chunks(), .. Errors(), .. Times()];

    private static IEnumerable<WireCase> Framing()
    {
        yield return Good("FR01", "play(R C(a)@300 C(b)@400 tail(2)); line-ends(crlf)", [R(), C("a"), C("b") + Tail(2)], [0, 300, 400], text => text.Replace("\n", "\r\n", StringComparison.Ordinal));
        yield return Good("FR03", "play(R C(a)@300 C(b)@400 tail(2)); colon(0)", [R(), C("a"), C("b") + Tail(2)], [0, 300, 400], text => text.Replace("data: ", "data:", StringComparison.Ordinal));
        yield return Good("FR03 two", "play(R C(a) tail(1)); colon(2)", [R() + C("a") + Tail(1)], [0], text => text.Replace("data: ", "data:  ", StringComparison.Ordinal));
        yield return Good("FR05", "play(R@400 C(a) C(b) C(c) C(d)@900 tail(4))", [R() + C("a") + C("b") + C("c"), C("d") + Tail(4)], [400, 900]);
        yield return Good("FR06", "play(R C(a) tail(1)); segments(1, every=1ms)", [.. (R() + C("a") + Tail(1)).Select(c => c.ToString())], []);
        yield return Good("FR07", @"play("": OPENROUTER PROCESSING\n\n""@100 "":\n\n""@1100 "": ping\n""@2100 R@2400 C(a)@2500 F(stop) U(5,1) "": ping\n"" D)",
            [": OPENROUTER PROCESSING\n\n", ":\n\n", ": ping\n", R(), C("a") + F() + U(5, 1) + ": ping\n" + D], [100, 1100, 2100, 2400, 2500]);
        yield return Good("FR09", "play(C(a)@200 tail(1)); bom", ["\uFEFF" + C("a") + Tail(1)], [200]);
        yield return Good("FR11", @"play(R C(a)@300 C(b)@400 F(stop) ""data: [DONE]"")", [R(), C("a"), C("b") + F() + "data: [DONE]"], [0, 300, 400]);
        yield return Good("FR11 fault", "play(R C(a)@100 F U(5,1) D@200); open-end", [R(), C("a") + F() + U(5, 1), "data: [DONE]"], [0, 100, 200]);
        const string twoLines = "data: {\"choices\":[{\"index\":0,\ndata: \"delta\":{\"content\":\"x\"},\"finish_reason\":null}]}\n\n";
        yield return Good("FR13", $"play({Literal(twoLines)} tail(1))", [twoLines + Tail(1)], []);
        yield return Good("FR15", @"play(R C(a)@100 ""data:\n\n"" ""data: \n\n"" C(b)@200 tail(2))", [R(), C("a") + "data:\n\ndata: \n\n", C("b") + Tail(2)], [0, 100, 200]);
        foreach (var (size, bytes) in new[] { ("70KiB", 70), ("200KiB", 200), ("1MiB", 1024) })
            yield return Good($"FR18 {size}", $"play(R logprobs({size})@100 tail(1))", [R(), WithLogprobs(bytes * 1024) + Tail(1)], [0, 100]);
        foreach (var (name, done) in new[] { ("tight", "data:[DONE]\n\n"), ("padded", "data: [DONE] \n\n"), ("cr", "data: [DONE]\r\n\n") })
            yield return Good($"FR21 {name}", $"play(R C(a) F U(5,1) {Literal(done)})", [R() + C("a") + F() + U(5, 1) + done], []);
        foreach (var type in new[] { "text/plain", "application/json" })
            yield return Good($"FR24 {type}", $"play(R C(a) tail(1)); content-type({type})", [R() + C("a") + Tail(1)], []).WithHead(Sse, Sse.Replace("text/event-stream", type, StringComparison.Ordinal));
        yield return Good("FR24 none", "play(R C(a) tail(1)); content-type(none)", [R() + C("a") + Tail(1)], []).WithHead(Sse, Sse.Replace("Content-Type: text/event-stream\r\n", "", StringComparison.Ordinal));
    }

    private static IEnumerable<WireCase> Text()
    {
        var cut = Encoding.UTF8.GetBytes(C("你好"));
        var at = cut.AsSpan().IndexOf(Encoding.UTF8.GetBytes("好")) + 1;
        yield return new WireCase("TX01", $"play(C(\"\\u4f60\\u597d\") tail(1)); split({at})", [.. Stream(Sse), .. Chunk(cut[..at]), .. Chunk(cut[at..]), .. SplitTail(at), .. Encoding.UTF8.GetBytes(End)], 0, 50);
        yield return Good("TX03", @"play(R C(""Hello\u2028World"") tail(1))", [R() + C("Hello\u2028World") + Tail(1)], []);
        yield return Good("TX06", @"play(R C(""\ufffd"")@100 C("""")@200 C(""\ud83d\ude42"")@300 tail(3))", [R(), C("\uFFFD"), C(""), C("🙂") + Tail(3)], [0, 100, 200, 300]);

        byte[] SplitTail(int place) => [.. new[] { F(), U(5, 1), D }.SelectMany(item =>
        {
            // [DONE] is shorter than the place: it leaves whole.
            var bytes = Encoding.UTF8.GetBytes(item);
            return bytes.Length <= place ? Chunk(bytes) : [.. Chunk(bytes[..place]), .. Chunk(bytes[place..])];
        })];
    }

    private static IEnumerable<WireCase> Chunks()
    {
        yield return Good("CH01", "play(R@20 C(a)@500 C(b)@550 tail(2))", [R(), C("a"), C("b") + Tail(2)], [20, 500, 550]);
        const string reasoning = "{\"reasoning_content\":\"r\"}";
        const string details = "data: {\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":20,\"total_tokens\":25,\"completion_tokens_details\":{\"reasoning_tokens\":19}}}\n\n";
        yield return Good("CH03", $"play(R@50 delta({Literal(reasoning)})*19@200+100 C(a)@2100 F {Literal(details)} D)",
            [R(), .. Enumerable.Repeat(Delta(reasoning), 19), C("a") + F() + details + D], [50, .. Enumerable.Range(0, 19).Select(i => 200.0 + 100 * i), 2100]);
        const string call = "{\"content\":null,\"tool_calls\":[{\"index\":0,\"id\":\"t\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}";
        const string arguments = "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"x\"}}]}";
        yield return Good("CH06", $"play(R@50 delta({Literal(call)})@400 delta({Literal(arguments)})*5@450+50 F(tool_calls) U(5,6) D)",
            [R(), Delta(call), .. Enumerable.Repeat(Delta(arguments), 4), Delta(arguments) + F("tool_calls") + U(5, 6) + D], [50, 400, 450, 500, 550, 600, 650]);
        yield return Good("CH08", "play(R C(a)@100 F(stop) U(5,1) D)", [R(), C("a") + F() + U(5, 1) + D], [0, 100]);
        yield return Good("CH10", "play(R C(a)@100 F(stop)@150 U(5,1) D)", [R(), C("a"), F() + U(5, 1) + D], [0, 100, 150]);
        const string filter = "data: {\"id\":\"\",\"choices\":[],\"created\":0,\"model\":\"\",\"object\":\"\",\"prompt_filter_results\":[{\"prompt_index\":0}]}\n\n";
        yield return Good("CH12", $"play({Literal(filter)}@80 R@200 C(a)@300 tail(1))", [filter, R(), C("a") + Tail(1)], [80, 200, 300]);
        yield return Good("CH14", "play(R(0)@50 R(1) C(a,0)@100 C(b,1)@150 C(c,0)@200 C(d,1)@250 F(stop,0) F(stop,1) U(5,4) D)",
            [R() + R(1), C("a"), C("b", 1), C("c"), C("d", 1) + F() + F("stop", 1) + U(5, 4) + D], [50, 100, 150, 200, 250]);
        var four = Enumerable.Range(1, 10).Select(i =>
            $"{{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"wxyz\"}},\"finish_reason\":null}}],\"usage\":{{\"prompt_tokens\":5,\"completion_tokens\":{4 * i},\"total_tokens\":{5 + 4 * i}}}}}").ToList();
        yield return Good("CH16", $"play(R {string.Join(' ', four.Select((json, i) => $"json({Literal(json)})@{40 * (i + 1)}"))} tail(40))",
            [R(), .. four.SkipLast(1).Select(json => $"data: {json}\n\n"), $"data: {four[^1]}\n\n{Tail(40)}"], [0, .. Enumerable.Range(1, 10).Select(i => 40.0 * i)]);
        yield return Good("CH19", "play(R C(a)@100 C(ab)@150 C(abc)@200 tail(3))", [R(), C("a"), C("ab"), C("abc") + Tail(3)], [0, 100, 150, 200]);
        yield return Good("CH19 fault", "play(R C(a)@100 C(b)@150 C(c)@200 tail(3)); cumulative", [R(), C("a"), C("ab"), C("abc") + Tail(3)], [0, 100, 150, 200]);
        yield return Good("CH20", "play(R@30 F(stop)@60 U(5,0) D)", [R(), F() + U(5, 0) + D], [30, 60]);
        yield return Good("CH22", "play(R C(a)@200 F(length) U(5,1) D)", [R(), C("a") + F("length") + U(5, 1) + D], [0, 200]);
        var words = string.Join(' ', Enumerable.Repeat("word", 200));
        yield return Good("CH25", $"play(R@3000 C({words}) F U(5,260) D)", [R() + C(words) + F() + U(5, 260) + D], [3000]);
    }

    private static IEnumerable<WireCase> Errors()
    {
        yield return Good("ER01", "play(E(TimeoutError)@2000 D)", [E("TimeoutError") + D], [2000]);
        const string whole = "{\"id\":\"c1\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"a b\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}}";
        yield return Document("ER04", $"status(200, body={Literal(whole)}); delay(1500ms)", "200 OK", "application/json", whole);
        const string page = "<html><body><h1>502 Bad Gateway</h1></body></html>";
        yield return Document("ER06", $"status(502, html, body={Literal(page)})", "502 Bad Gateway", "text/html", page);
        yield return Good("ER08", "play(R C(a)@100 F(stop) U(5,1))", [R(), C("a") + F() + U(5, 1)], [0, 100]);
        yield return Good("ER09", "play(R C(a)@100 C(b)@150)", [R(), C("a"), C("b")], [0, 100, 150]);
        yield return new WireCase("ER11 reset", "play(R C(a)@50 C(b)@100 C(c)@150); cut(rst, at=3)", Stream(Sse, R(), C("a"), C("b"), C("c")), 0, 50, 100, 150) { End = RawEnd.Reset };
        yield return new WireCase("ER11 fin", "play(R C(a)@50 C(b)@100 C(c)@150); cut(fin, at=3)", Stream(Sse, R(), C("a"), C("b"), C("c")), 0, 50, 100, 150);
        yield return new WireCase("ER11 length", "play(R C(a) C(b) C(c)); content-length(100000); cut(fin, at=3)",
            Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 100000\r\n\r\n{R()}{C("a")}{C("b")}{C("c")}"));
        yield return new WireCase("ER14", "play(R C(a)@50 C(b)); stall(forever, at=1)", Stream(Sse, R(), C("a")), 0, 50) { End = RawEnd.Open };
        const string limited = "{\"error\":{\"message\":\"slow down\",\"type\":\"SimulatedError\",\"param\":null,\"code\":429}}";
        yield return Document("ER16", "status(429, message=slow down, retry-after=2)", "429 Too Many Requests", "application/json", limited, "Retry-After: 2\r\n");
        const string refused = "{\"error\":{\"message\":\"extra fields not permitted: stream_options\",\"type\":\"Bad Request\",\"param\":null,\"code\":400}}";
        yield return Document("ER18", "refuse-field(stream_options)", "400 Bad Request", "application/json", refused);
        yield return Good("ER20", "empty", [], []);
    }

    private static IEnumerable<WireCase> Times()
    {
        yield return Good("TM01", "play(R C(w)*60@250+250 tail(60)@15500); burst", [R() + string.Concat(Enumerable.Repeat(C("w"), 60)) + Tail(60)], [15_500]);
        yield return Good("TM04", "play(R C(a)*30@100+100 tail(30))", [R(), .. Enumerable.Repeat(C("a"), 29), C("a") + Tail(30)], [0, .. Enumerable.Range(1, 30).Select(i => 100.0 * i)]);
        const string json = "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"a\"},\"finish_reason\":\"stop\"}]}";
        yield return Good("TM10", $"play(\"\\n\"@0 \"\\n\"@1000 \"\\n\"@2000 {Literal(json)}@2500); content-type(application/json)", ["\n", "\n", "\n", json], [0, 1000, 2000, 2500]).WithHead(Sse, Sse.Replace("text/event-stream", "application/json", StringComparison.Ordinal));
        yield return Good("TK01", "play(R C(\" \")*15@100+20 F U(5,15) D)", [R(), .. Enumerable.Repeat(C(" "), 14), C(" ") + F() + U(5, 15) + D], [0, .. Enumerable.Range(0, 15).Select(i => 100.0 + 20 * i)]);
        yield return Good("TK07 fewer", "play(R C(a)@50 C(b)@70 C(c)@90 tail(2))", [R(), C("a"), C("b"), C("c") + Tail(2)], [0, 50, 70, 90]);
        yield return Good("TK07 more", "play(R C(a)@50 C(b)@70 C(c)@90 tail(9))", [R(), C("a"), C("b"), C("c") + Tail(9)], [0, 50, 70, 90]);
        yield return Good("MT01", "play(R C(a)*10@1000+10 tail(10))", [R(), .. Enumerable.Repeat(C("a"), 9), C("a") + Tail(10)], [0, .. Enumerable.Range(0, 10).Select(i => 1000.0 + 10 * i)]);
        yield return Good("MT02 A", "play(R C(a)*1000@100+10 tail(1000))", [R(), .. Enumerable.Repeat(C("a"), 999), C("a") + Tail(1000)], [0, .. Enumerable.Range(0, 1000).Select(i => 100.0 + 10 * i)]);
        yield return Good("MT02 B", "play(R C(b)*10@100+100 tail(10))", [R(), .. Enumerable.Repeat(C("b"), 9), C("b") + Tail(10)], [0, .. Enumerable.Range(0, 10).Select(i => 100.0 + 100 * i)]);
    }

    private static WireCase Good(string id, string script, string[] writes, double[] due, Func<string, string>? change = null) =>
        new(id, script, [.. Stream(Sse, change is null ? writes : [.. writes.Select(change)]), .. Encoding.UTF8.GetBytes(End)], due);

    private static WireCase WithHead(this WireCase wire, string before, string after) => wire with { Wire = [.. Encoding.UTF8.GetBytes(after), .. wire.Wire.AsSpan(before.Length)] };

    private static WireCase Document(string id, string script, string status, string type, string body, string headers = "") =>
        new(id, script, Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: {type}\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}"));

    private static byte[] Chunk(byte[] bytes) => [.. Encoding.UTF8.GetBytes($"{bytes.Length:x}\r\n"), .. bytes, .. "\r\n"u8];

    private static string WithLogprobs(int length)
    {
        var tops = new StringBuilder();
        for (var i = 0; tops.Length < length; i++) tops.Append(i > 0 ? "," : "").Append($"{{\"token\":\"tok{i}\",\"logprob\":-{i % 17}.25,\"bytes\":[116,111,107]}}");
        return $"data: {{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"a\"}},\"logprobs\":{{\"content\":[{{\"token\":\"a\",\"logprob\":-0.5,\"bytes\":[97],\"top_logprobs\":[{tops}]}}]}},\"finish_reason\":null}}]}}\n\n";
    }
}
