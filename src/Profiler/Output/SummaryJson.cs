using System.Text.Json;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Output;

/// <summary>A summary as one JSON object: the <c>summary</c> line of a run file, by itself.</summary>
public static class SummaryJson
{
    /// <summary>The object on one line, without a line end.</summary>
    public static string Of(RunSummary summary) =>
        JsonSerializer.Serialize(SummaryLine.Of(summary), typeof(SummaryLine), NdjsonContext.For(Redactor.None));
}
