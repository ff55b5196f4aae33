using System.Text;
using static VllmStream.Simulation.FaultParameter;

namespace VllmStream.Simulation;

/// <summary>Faults that change how the events of chat and completions look.</summary>
internal static class StyleFaults
{
    public static IReadOnlyList<FaultDefinition> All { get; } =
    [
        new("role", "where the role stands", [Word("place", "at-once", "first-token", "every-delta", "missing")], (run, a) => run.Style = run.Style with { Role = Place(a) }),
        new("reasoning-field", "the name of what the model thought", [Word("name", "reasoning", "reasoning_content", "both")], (run, a) => run.Style = run.Style with { Reasoning = Field(a) }),
        new("usage", "missing, null, before the first token, unasked, or wrong by a number", [Word("kind", "missing", "null", "early", "always", "wrong"), Count("by", "7")], Usage),
        new("finish", "no finish reason at all, or one in a chunk of its own", [Word("kind", "missing", "apart")], Finish),
        new("done", "how [DONE] is written: not at all, without the space, with one behind it, with CR, or twice", [Word("kind", "missing", "tight", "padded", "cr", "twice")], (run, a) => run.Style = run.Style with { Done = Done(a) }),
    ];

    private static RolePlace Place(FaultArguments a) => a.Text("place") switch
    {
        "at-once" => RolePlace.AtOnce,
        "first-token" => RolePlace.WithFirstToken,
        "every-delta" => RolePlace.EveryDelta,
        _ => RolePlace.Missing,
    };

    private static ReasoningField Field(FaultArguments a) => a.Text("name") switch
    {
        "reasoning" => ReasoningField.Reasoning,
        "reasoning_content" => ReasoningField.ReasoningContent,
        _ => ReasoningField.Both,
    };

    private static void Usage(FaultRun run, FaultArguments a) => run.Style = a.Text("kind") switch
    {
        "missing" => run.Style with { Usage = UsagePlace.Missing },
        "null" => run.Style with { Usage = UsagePlace.Null },
        "early" => run.Style with { Usage = UsagePlace.Early },
        "always" => run.Style with { Usage = UsagePlace.Always },
        _ => run.Style with { UsageError = a.Count("by") },
    };

    private static void Finish(FaultRun run, FaultArguments a)
    {
        if (a.Is("kind", "apart")) run.Style = run.Style with { FinishApart = true };
        else run.Add(StageLayer.Events, new EventStage((kind, item) => kind == PieceKind.Finish ? WithoutReason(item) : item));
    }

    private static byte[] WithoutReason(byte[] item)
    {
        var text = Encoding.UTF8.GetString(item);
        foreach (var reason in (ReadOnlySpan<string>)["stop", "length", "tool_calls"])
            text = text.Replace($"\"finish_reason\":\"{reason}\"", "\"finish_reason\":null", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text);
    }

    private static string Done(FaultArguments a) => a.Text("kind") switch
    {
        "missing" => "",
        "tight" => "data:[DONE]\n\n",
        "padded" => "data: [DONE] \n\n",
        "cr" => "data: [DONE]\r\n\n",
        _ => "data: [DONE]\n\ndata: [DONE]\n\n",
    };
}
