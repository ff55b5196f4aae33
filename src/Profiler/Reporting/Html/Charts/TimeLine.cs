namespace VllmStream.Profiling.Reporting.Html.Charts;

/// <summary>One line of a chart over time.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Channel">Channel of the book.</param>
/// <param name="Unit">Its unit; empty for counts.</param>
internal sealed record TimeLine(string Name, int Channel, string Unit);
