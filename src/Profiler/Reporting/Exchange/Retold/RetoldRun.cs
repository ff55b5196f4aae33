namespace VllmStream.Profiling.Reporting.Exchange.Retold;

/// <summary>A run as another tool would have reported it.</summary>
/// <param name="Run">Id of the run.</param>
/// <param name="Tool">What the tool calls itself.</param>
/// <param name="Requests">Measured requests it is of.</param>
/// <param name="Figures">Their headline numbers, in their order.</param>
/// <param name="Notes">What cannot be told from an event log.</param>
public sealed record RetoldRun(string Run, string Tool, int Requests, IReadOnlyList<RetoldFigure> Figures, IReadOnlyList<string> Notes);
