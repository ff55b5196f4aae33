using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Sharing;

/// <summary>What a <see cref="ShareResult"/> has that no line of a file holds.</summary>
internal sealed record ShareHead
{
    public double? StartAtMs { get; init; }

    public double? StartErrorMs { get; init; }

    public InFlightChanges? InFlight { get; init; }
}
