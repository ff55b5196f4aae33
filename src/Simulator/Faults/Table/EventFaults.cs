using System.Text;
using static VllmStream.Simulation.FaultParameter;

namespace VllmStream.Simulation;

/// <summary>Faults that change which events there are, and when.</summary>
internal static class EventFaults
{
    public static IReadOnlyList<FaultDefinition> All { get; } =
    [
        new("stall", "nothing is sent for that time, then all that has gathered", [Time("for", "forever"), At()], (run, a) => run.Add(StageLayer.Events, new StallStage(run, a.At, a.Time("for")))),
        new("error", "an error in the stream, after which only [DONE] comes, if anything", [At(), Text("message", "simulated"), Word("shape", "server", "wrapped", "flat", "short"), Word("done", "yes", "no"), Count("code", "500"), Text("type", "InternalServerError")], Error),
        new("malformed", "the next token event breaks off in the middle of its JSON", [At()], (run, a) => run.Add(StageLayer.Events, new NextEventStage(a.At, Halved))),
        new("duplicate", "the next token event comes twice", [At()], (run, a) => run.Add(StageLayer.Events, new NextEventStage(a.At, item => [item, item]))),
        new("insert", "one more event with that data", [Text("data") with { IsRequired = true }, At()], (run, a) => run.Add(StageLayer.Events, new InsertStage(a.At, Encoding.UTF8.GetBytes($"data: {a.Text("data")}\n\n")))),
        new("after-finish", "the last token event comes again behind the finish reason", [], (run, _) => run.Add(StageLayer.Events, new AfterFinishStage())),
        new("cumulative", "each event has the whole text so far", [], (run, _) => run.Add(StageLayer.Events, new CumulativeStage())),
        new("tokens-per-event", "that many tokens come in one event", [Count("n") with { IsRequired = true }], (run, a) => run.TokensPerEvent = a.Count("n")),
        new("one-event", "the whole text comes in one event", [], (run, _) => run.TokensPerEvent = int.MaxValue),
        new("huge-line", "the next token event has logprobs of that size", [Size("size", "200KiB"), At()], (run, a) => run.Add(StageLayer.Events, new NextEventStage(a.At, item => [WithLogprobs(item, a.Size("size"))]))),
        new("comments", "comments while the engine has nothing", [Time("every", "1s"), Text("text", " ping"), Word("before", "end", "first")], Comments),
    ];

    private static void Error(FaultRun run, FaultArguments a)
    {
        var shape = a.Text("shape") switch
        {
            "wrapped" => ErrorShape.Wrapped,
            "flat" => ErrorShape.Flat,
            "short" => ErrorShape.Short,
            _ => run.Style.Errors,
        };
        var error = ErrorText.Write(shape, a.Count("code"), a.Text("type")!, a.Text("message")!);
        run.Add(StageLayer.Events, new ErrorStage(run, a.At, error, a.Is("done", "yes")));
    }

    private static void Comments(FaultRun run, FaultArguments a) =>
        run.Comments = new CommentBeat(a.Time("every"), Encoding.UTF8.GetBytes($":{a.Text("text")}\n\n"), a.Is("before", "first"));

    private static byte[][] Halved(byte[] item) => [[.. item.AsSpan(0, item.Length / 2), .. "\n\n"u8]];

    private static byte[] WithLogprobs(byte[] item, int bytes)
    {
        var text = Encoding.UTF8.GetString(item);
        var logprobs = $"\"logprobs\":{Logprobs.Value(bytes)}";
        return Encoding.UTF8.GetBytes(text.Contains("\"logprobs\":null", StringComparison.Ordinal)
            ? text.Replace("\"logprobs\":null", logprobs, StringComparison.Ordinal)
            : text.Replace("\"finish_reason\":", $"{logprobs},\"finish_reason\":", StringComparison.Ordinal));
    }
}
