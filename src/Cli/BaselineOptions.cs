using VllmStream.Profiling.Comparing;

namespace VllmStream.Cli;

/// <summary>The run that another one must not be worse than.</summary>
/// <param name="File">Its file.</param>
/// <param name="Comparison">What counts as worse.</param>
internal sealed record BaselineOptions(string File, ComparisonOptions Comparison);
