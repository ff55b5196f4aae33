using System.Text;
using static VllmStream.Simulation.FaultParameter;

namespace VllmStream.Simulation;

/// <summary>Faults that change how an event is written, most of them legal by the standard.</summary>
internal static class FramingFaults
{
    private static readonly string[] MixedEnds = ["\r\n", "\r", "\n", "\r\n", "\r", "\r", "\n", "\n"];

    public static IReadOnlyList<FaultDefinition> All { get; } =
    [
        new("line-ends", "every line ends in CR LF, in CR, or in all three by turns", [Word("kind", "crlf", "cr", "mixed")], LineEnds),
        new("colon", "that many blanks stand after data: instead of one", [Count("blanks", "0")], (run, a) => Change(run, item => AfterColon(item, new string(' ', a.Count("blanks"))))),
        new("bom", "a byte order mark stands at the beginning", [], (run, _) => run.Add(StageLayer.Framing, new PrefixStage([0xEF, 0xBB, 0xBF]))),
        new("multi-line", "the data of each event is spread over two lines", [], (run, _) => Change(run, TwoLines)),
        new("empty-data", "an event with empty data before every so many-th token", [Count("every", "1")], (run, a) => run.Add(StageLayer.Framing, new EveryStage(a.Count("every"), "data:\n\n"u8.ToArray()))),
        new("fields", "event:, id: and retry: lines before the data of each event", [Text("event"), Text("id"), Count("retry")], Fields),
        new("open-end", "no blank line behind the last event", [], (run, _) => run.Add(StageLayer.Framing, new OpenEndStage())),
    ];

    // Events only: a document that is not streamed has no lines to change.
    private static void Change(FaultRun run, Func<string, string> change) => run.Add(StageLayer.Framing, new EventStage((_, item) =>
        item.AsSpan().EndsWith("\n\n"u8) ? Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(item))) : item));

    private static void LineEnds(FaultRun run, FaultArguments a)
    {
        string[] ends = a.Text("kind") switch
        {
            "crlf" => ["\r\n"],
            "cr" => ["\r"],
            _ => MixedEnds,
        };
        var turn = 0;
        run.Add(StageLayer.LineEnds, new EventStage((_, item) => WithEnds(item, ends, ref turn)));
    }

    // On bytes: an event that is sent in two writes may be cut within a character.
    private static byte[] WithEnds(byte[] item, string[] ends, ref int turn)
    {
        using var bytes = new MemoryStream();
        foreach (var b in item)
        {
            if (b != (byte)'\n') bytes.WriteByte(b);
            else bytes.Write(Encoding.UTF8.GetBytes(ends[turn++ % ends.Length]));
        }

        return bytes.ToArray();
    }

    private static string AfterColon(string item, string gap) =>
        item.Replace("data: ", $"data:{gap}", StringComparison.Ordinal);

    // The first comma between two members is where white space, and so a line end, may stand.
    private static string TwoLines(string item)
    {
        var comma = item.IndexOf(",\"", StringComparison.Ordinal);
        return item.StartsWith("data: {", StringComparison.Ordinal) && comma > 0 ? $"{item[..(comma + 1)]}\ndata: {item[(comma + 1)..]}" : item;
    }

    private static void Fields(FaultRun run, FaultArguments a)
    {
        var lines = new StringBuilder();
        if (a.Text("event") is { } type) lines.Append($"event: {type}\n");
        if (a.Text("id") is { } id) lines.Append($"id: {id}\n");
        if (a.OptionalCount("retry") is { } retry) lines.Append($"retry: {retry}\n");
        Change(run, item => item.StartsWith("data:", StringComparison.Ordinal) ? lines + item : item);
    }
}
