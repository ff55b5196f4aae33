namespace VllmStream.Profiling.Comparing;

/// <summary>A comparison as one JSON object.</summary>
/// <param name="Schema">vllmstream/1.</param>
/// <param name="Type">comparison.</param>
/// <param name="A">The base.</param>
/// <param name="B">What is held against it.</param>
/// <param name="ThresholdRatio">The smallest change that matters.</param>
/// <param name="Verdict">worse, better, no_evidence or too_few_samples; null where no verdict may rest on the two, and of no figure then.</param>
/// <param name="Reason">The verdict in a sentence.</param>
/// <param name="Objections">Why there is no verdict.</param>
/// <param name="Differences">What else differs.</param>
/// <param name="Figures">Every figure.</param>
public sealed record ComparisonDocument(
    string Schema,
    string Type,
    ComparedSide A,
    ComparedSide B,
    double ThresholdRatio,
    ComparisonVerdict? Verdict,
    string Reason,
    IReadOnlyList<string> Objections,
    IReadOnlyList<RunDifference> Differences,
    IReadOnlyList<ComparedFigure> Figures);
