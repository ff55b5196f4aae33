using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;

namespace VllmStream.Tui.Requests;

/// <summary>A request as a row: in flight, or ended. Null = not yet, or not known.</summary>
internal sealed record RequestItem
{
    /// <summary>Number in the plan.</summary>
    public required long Id { get; init; }

    /// <summary>Attempt, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>The named kind of request.</summary>
    public required string Group { get; init; }

    /// <summary>stream or whole.</summary>
    public required string Mode { get; init; }

    /// <summary>What it is doing, or how it ended.</summary>
    public required string State { get; init; }

    /// <summary>True while it is in flight.</summary>
    public required bool IsLive { get; init; }

    /// <summary>True for a failure.</summary>
    public bool HasFailed { get; init; }

    /// <summary>Since it was due, or from then to its end, ms.</summary>
    public double? AgeMs { get; init; }

    /// <summary>From due to sent, ms.</summary>
    public double? WaitMs { get; init; }

    /// <summary>From sent to the first token, ms.</summary>
    public double? TtftMs { get; init; }

    /// <summary>From sent to the end, ms; null while it is in flight.</summary>
    public double? E2eMs { get; init; }

    /// <summary>Tokens, or token events while it is in flight.</summary>
    public long? Tokens { get; init; }

    /// <summary>max_tokens that was asked for.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Tokens per second.</summary>
    public double? Rate { get; init; }

    /// <summary>The newest gap, ms; null once it has ended.</summary>
    public double? LastGapMs { get; init; }

    /// <summary>The largest gap, ms.</summary>
    public double? MaxGapMs { get; init; }

    /// <summary>new or reused.</summary>
    public string? Connection { get; init; }

    /// <summary>What is odd about it.</summary>
    public string Note { get; init; } = "";

    /// <summary>The request that has ended; null while it is in flight.</summary>
    public EndedRequest? Ended { get; init; }

    /// <summary>A request in flight.</summary>
    public static RequestItem Of(in LiveRequest live) => new()
    {
        Id = live.Id,
        Attempt = live.Attempt,
        Group = live.Group,
        Mode = live.Streaming ? "stream" : "whole",
        State = Words.Of(live.Phase),
        IsLive = true,
        AgeMs = live.AgeMs,
        WaitMs = live.WaitMs,
        TtftMs = live.TtftMs,
        Tokens = live.Streaming ? live.TokenEvents : null,
        MaxTokens = live.MaxTokens,
        Rate = live.TokensPerS,
        LastGapMs = live.LastGapMs,
        MaxGapMs = live.MaxGapMs,
        Connection = live.Reused switch { true => "reused", false => "new", null => null },
        Note = NoteOf(live.Warmup, live.Attempt, live.StallBefore),
    };

    /// <summary>A request that has ended.</summary>
    public static RequestItem Of(EndedRequest ended) => new()
    {
        Id = ended.Id,
        Attempt = ended.Attempt,
        Group = ended.Group,
        Mode = ended.Streaming ? "stream" : "whole",
        State = Words.Of(ended.Outcome),
        IsLive = false,
        HasFailed = ended.HasFailed,
        AgeMs = ended.Metrics.E2eFromSchedule.OrNull ?? EndMs(ended),
        WaitMs = ended.Metrics.Wait.OrNull,
        TtftMs = ended.Metrics.Ttft.OrNull,
        E2eMs = ended.Metrics.E2e.OrNull,
        Tokens = ended.OutputTokens,
        MaxTokens = ended.MaxTokens,
        Rate = ended.Metrics.TokensPerSecond.OrNull,
        MaxGapMs = ended.Metrics.MaxGap.OrNull,
        Connection = ended.Reused switch { true => "reused", false => "new", null => null },
        Note = ended.HasFailed ? ended.ErrorText ?? ended.ErrorKind ?? "" : NoteOf(ended.Warmup, ended.Attempt, ended.StallBefore),
        Ended = ended,
    };

    private static double? EndMs(EndedRequest ended) => ended.Metrics.Times.EndUs == RequestTimes.Absent ? null : ended.Metrics.Times.EndUs / 1_000.0;

    private static string NoteOf(bool warmup, int attempt, int? stall)
    {
        var notes = new List<string>(3);
        if (stall is { } before)
            notes.Add($"stall at {before}");
        if (attempt > 1)
            notes.Add($"attempt {attempt}");
        if (warmup)
            notes.Add("warm-up");
        return string.Join(", ", notes);
    }
}
