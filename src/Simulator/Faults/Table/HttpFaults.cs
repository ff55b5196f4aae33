using static VllmStream.Simulation.FaultParameter;

namespace VllmStream.Simulation;

/// <summary>Faults of HTTP and of the connection under it.</summary>
internal static class HttpFaults
{
    public static IReadOnlyList<FaultDefinition> All { get; } =
    [
        new("delay", "the head leaves that long after the request came", [Time("for", "1s")], (run, a) => Head(run, _ => run.UntilAsync(FaultRun.After(run.ArrivalTicks, a.Time("for"))))),
        new("content-type", "another content type, or none", [Text("type", "none")], (run, a) => Change(run, head => head.ContentType = a.Is("type", "none") ? null : a.Text("type"))),
        new("header", "one more header", [Text("name") with { IsRequired = true }, Text("value", "")], (run, a) => Change(run, head => head.Add(a.Text("name")!, a.Text("value")!))),
        new("interim", "an interim answer before the head", [Word("code", "103", "100")], (run, a) => run.Http = run.Http with { Interim = a.Is("code", "100") ? "HTTP/1.1 100 Continue\r\n\r\n" : "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n" }),
        new("content-length", "a body with Content-Length: the true one, known only at the end, or a promise that need not hold", [Size("bytes")], (run, a) => run.Http = run.Http with { End = BodyEnd.Length, PromisedLength = a.OptionalSize("bytes") }),
        new("until-close", "no length: the body ends with the connection", [Word("version", "1.1", "1.0")], (run, a) => run.Http = run.Http with { End = BodyEnd.Connection, Version = $"HTTP/{a.Text("version")}" }),
        new("trailers", "header lines behind the last chunk", [Text("name", "X-Trailer"), Text("value", "1")], (run, a) => run.Http = run.Http with { Trailers = $"{run.Http.Trailers}{a.Text("name")}: {a.Text("value")}\r\n" }),
        new("close", "Connection: close, and FIN after the answer", [], (run, _) => run.Http = run.Http with { Close = true }),
        new("keep-alive", "FIN after so many answers on a connection, or when it was idle so long; not announced", [Count("requests"), Time("idle")], (run, a) => run.Http = run.Http with { MostRequests = a.OptionalCount("requests"), IdleTime = a.OptionalTime("idle") }),
        new("cut", "the connection breaks: after so many tokens and so many bytes more, after the head, or before it", [Word("how", "fin", "rst"), At(), Size("byte", "0"), Word("place", "body", "head", "before-head")], Cut),
    ];

    private static void Head(FaultRun run, Func<AnswerHead, ValueTask> change) => run.Add(StageLayer.Head, new HeadStage(change));

    private static void Change(FaultRun run, Action<AnswerHead> change) => Head(run, head =>
    {
        change(head);
        return default;
    });

    private static void Cut(FaultRun run, FaultArguments a)
    {
        var isReset = a.Is("how", "rst");
        run.Add(StageLayer.Cut, a.Is("place", "body")
            ? new CutStage(run, isReset, a.At, a.Size("byte"))
            : new EarlyCutStage(run, isReset, afterHead: a.Is("place", "head")));
    }
}
