using System.Text.Json;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Comparing;

/// <summary>A comparison as JSON.</summary>
public static class ComparisonJson
{
    /// <summary>The object, without a line end behind it.</summary>
    public static string Of(RunComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return JsonSerializer.Serialize(
            new ComparisonDocument(
                NdjsonLine.CurrentSchema,
                "comparison",
                SideOf(comparison.A),
                SideOf(comparison.B),
                comparison.Threshold,
                comparison.Objections.Count > 0 ? null : comparison.Verdict,
                ComparisonWords.Sentence(comparison),
                comparison.Objections,
                comparison.Differences,
                comparison.Figures),
            ComparisonContext.Plain.ComparisonDocument);
    }

    private static ComparedSide SideOf(RunSamples side)
    {
        var run = side.Summary.Run;
        return new ComparedSide(side.Name, run.Run, run.StartedAt, VerdictText.Of(side.Summary.Judgement.Verdict), run.Model, run.Target, LoadText.Of(run.Load), side.All.Requests);
    }
}
