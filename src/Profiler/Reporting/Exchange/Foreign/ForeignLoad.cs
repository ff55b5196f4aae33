namespace VllmStream.Profiling.Reporting.Exchange.Foreign;

/// <summary>The load of another tool's run; null = no limit, or the file does not say.</summary>
public sealed record ForeignLoad
{
    /// <summary>Most requests in flight.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Planned requests per second; null also where there was no plan.</summary>
    public double? RatePerS { get; init; }
}
