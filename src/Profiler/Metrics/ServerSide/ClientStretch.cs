using VllmStream.Profiling.Server.Scraping;

namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>This client's side of what a server counted between two looks; null = unknown.</summary>
internal sealed record ClientStretch
{
    /// <summary>What it had counted at the first look.</summary>
    public required ClientCount From { get; init; }

    /// <summary>And at the last.</summary>
    public required ClientCount To { get; init; }

    /// <summary>Requests that ended while the two pages were under way: nobody knows on which side of them the server counted.</summary>
    public long EndedMeanwhile { get; init; }

    /// <summary>First tokens that came then.</summary>
    public long FirstTokensMeanwhile { get; init; }

    /// <summary>Requests that failed in between: the server may have counted them or not.</summary>
    public long Failed { get; init; }

    /// <summary>Prompt tokens of those that ended in between; null where not every answer told.</summary>
    public double? PromptTokens { get; init; }

    /// <summary>Choices asked for with each request (n).</summary>
    public int Choices { get; init; } = 1;

    /// <summary>Means of marks of the measured requests.</summary>
    public TtftMarks Marks { get; init; } = new();

    /// <summary>How late this client reads, milliseconds, where that is part of TTFT; null = not measured.</summary>
    public double? ReadLagMs { get; init; }

    /// <summary>How that is known: <c>kernel</c> or <c>canary</c>; null = it is not.</summary>
    public string? ReadLagSource { get; init; }
}
