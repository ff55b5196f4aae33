using System.Text.Json;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Exchange.Retold;

/// <summary>Recomputes the headline numbers of other tools from the event log of a run: their marks, their formulas, their percentiles.</summary>
public static class Retelling
{
    /// <summary>Reads a run in one pass.</summary>
    /// <param name="tool">Whose numbers.</param>
    /// <param name="run">The run file, at its start.</param>
    /// <param name="summary">Its summary: our numbers.</param>
    /// <exception cref="NdjsonFormatException">The file is no run file.</exception>
    public static RetoldRun Of(ForeignTool tool, Stream run, RunSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var requests = RetoldRequests.Read(run, summary.Window);
        var (figures, notes) = tool switch
        {
            ForeignTool.Vllm => VllmFigures.Of(requests, summary),
            ForeignTool.GuideLlm => GuideLlmFigures.Of(requests, summary),
            ForeignTool.AiPerf => AiPerfFigures.Of(requests, summary),
            _ => LocustFigures.Of(requests, summary),
        };
        return new RetoldRun(summary.Run.Run, ToolDefinitions.NameOf(tool), requests.Vllm.Count, [.. figures.Select(Round)], notes);
    }

    /// <summary>The same as one JSON object on one line, without a line end.</summary>
    public static string ToJson(RetoldRun retold) => JsonSerializer.Serialize(retold, RetoldContext.Plain.RetoldRun);

    private static RetoldFigure Round(RetoldFigure figure) => figure with { Ours = Rounded.OrNull(figure.Ours), Theirs = Rounded.OrNull(figure.Theirs) };
}
