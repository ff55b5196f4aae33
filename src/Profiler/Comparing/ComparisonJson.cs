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
                comparison.SideA,
                comparison.SideB,
                comparison.Threshold,
                comparison.Objections.Count > 0 ? null : comparison.Verdict,
                ComparisonWords.Sentence(comparison),
                comparison.Objections,
                comparison.Differences,
                comparison.Figures),
            ComparisonContext.Plain.ComparisonDocument);
    }
}
