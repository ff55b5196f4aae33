namespace VllmStream.Profiling.Comparing;

/// <summary>A side as JSON has it.</summary>
/// <param name="Name">File, or part of the run.</param>
/// <param name="Run">The run's id.</param>
/// <param name="StartedAt">Wall clock at its start.</param>
/// <param name="Verdict">VALID and so on.</param>
/// <param name="Model">What was asked for.</param>
/// <param name="Target">Where.</param>
/// <param name="Load">The load in a few words.</param>
/// <param name="Requests">How many are compared.</param>
public sealed record ComparedSide(string Name, string Run, DateTimeOffset StartedAt, string Verdict, string? Model, string Target, string Load, long Requests);
