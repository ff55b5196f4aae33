namespace VllmStream.Profiling.Reporting.Exchange.Retold;

/// <summary>One headline number of another tool, from our event log, beside ours.</summary>
/// <param name="Name">What they call it: <c>mean TTFT</c>.</param>
/// <param name="Unit">Theirs.</param>
/// <param name="Ours">Our number of that kind in their unit; null when we have none.</param>
/// <param name="Theirs">What they would have reported; null when it cannot be computed.</param>
/// <param name="Why">One line: what makes the difference, or why there is no number.</param>
public sealed record RetoldFigure(string Name, string Unit, double? Ours, double? Theirs, string Why);
