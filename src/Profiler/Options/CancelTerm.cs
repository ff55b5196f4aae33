using VllmStream.Profiling.Options.Scenarios;

namespace VllmStream.Profiling.Options;

/// <summary>Users who leave before their answer is there.</summary>
/// <param name="Text">As the user wrote it.</param>
/// <param name="Share">Which part of them, above 0 and at most 1.</param>
/// <param name="After">How long they wait from the send on.</param>
public readonly record struct CancelTerm(string Text, double Share, TimeRange After);
