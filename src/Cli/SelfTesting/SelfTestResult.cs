namespace VllmStream.Cli.SelfTesting;

/// <summary>What the self-test found out about this machine.</summary>
internal sealed record SelfTestResult
{
    /// <summary>Version of this shape.</summary>
    public string Schema { get; } = "vllmstream-selftest/1";

    /// <summary>Name and version of the program.</summary>
    public required string Tool { get; init; }

    /// <summary>OK or NOT VALID.</summary>
    public required string Verdict { get; init; }

    /// <summary>Why it is not valid; empty when it is.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Cores of the machine.</summary>
    public required int Cores { get; init; }

    /// <summary>True when client and simulator had cores of their own.</summary>
    public required bool CoresSplit { get; init; }

    /// <summary>epoll or portable.</summary>
    public required string Transport { get; init; }

    /// <summary>Most events per second that the client kept up with and measured rightly; null = not even the smallest load.</summary>
    public double? CeilingEventsPerS { get; init; }

    /// <summary>Streams at the ceiling.</summary>
    public int? CeilingStreams { get; init; }

    /// <summary>What ended the ramp: <c>client</c>, <c>simulator</c>, or null when nothing did.</summary>
    public string? Limit { get; init; }

    /// <summary>Each load, as often as it was tried.</summary>
    public required IReadOnlyList<SelfTestStep> Steps { get; init; }
}
