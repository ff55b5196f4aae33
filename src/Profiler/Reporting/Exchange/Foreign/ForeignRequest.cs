namespace VllmStream.Profiling.Reporting.Exchange.Foreign;

/// <summary>One request as another tool noted it, by its own definitions. Milliseconds, or tokens per second for a rate; null = the file does not say. Immutable.</summary>
public sealed record ForeignRequest
{
    /// <summary>True when the tool counts it as a success; the times of others are left out of every metric.</summary>
    public required bool IsOk { get; init; }

    /// <summary>Its beginning, on a clock of the tool that starts anywhere.</summary>
    public double? BeginMs { get; init; }

    /// <summary>To what the tool takes for the first token.</summary>
    public double? TtftMs { get; init; }

    /// <summary>To the first visible content.</summary>
    public double? TtfcMs { get; init; }

    /// <summary>Per token after the first.</summary>
    public double? TpotMs { get; init; }

    /// <summary>Whole request.</summary>
    public double? E2eMs { get; init; }

    /// <summary>Time behind the client's own cap.</summary>
    public double? WaitMs { get; init; }

    /// <summary>Tokens per second of this request.</summary>
    public double? TokensPerS { get; init; }

    /// <summary>Gaps between chunks; empty when the file does not have them.</summary>
    public IReadOnlyList<double> GapsMs { get; init; } = [];
}
