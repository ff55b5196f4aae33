using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics;

/// <summary>A request in flight at one instant, for one row of a screen; null = not yet, or not known.</summary>
public readonly record struct LiveRequest
{
    /// <summary>Number in the plan, from 0; -1 is the probe, and what users do once before the load is below it.</summary>
    public required long Id { get; init; }

    /// <summary>The named kind of request.</summary>
    public required string Group { get; init; }

    /// <summary>True when a stream was asked for.</summary>
    public required bool Streaming { get; init; }

    /// <summary>True when it does not count.</summary>
    public required bool Warmup { get; init; }

    /// <summary>1 for the first attempt.</summary>
    public required int Attempt { get; init; }

    /// <summary>What it is doing.</summary>
    public required LivePhase Phase { get; init; }

    /// <summary>Milliseconds since it was due.</summary>
    public required double AgeMs { get; init; }

    /// <summary>Milliseconds from due to sent.</summary>
    public double? WaitMs { get; init; }

    /// <summary>Milliseconds from sent to the first token.</summary>
    public double? TtftMs { get; init; }

    /// <summary>Token events so far.</summary>
    public int TokenEvents { get; init; }

    /// <summary>max_tokens that was asked for.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Token events per second from the first to the last.</summary>
    public double? TokensPerS { get; init; }

    /// <summary>Milliseconds between the last two token events.</summary>
    public double? LastGapMs { get; init; }

    /// <summary>Milliseconds since the last token event.</summary>
    public double? SinceTokenMs { get; init; }

    /// <summary>The largest gap so far, in milliseconds.</summary>
    public double? MaxGapMs { get; init; }

    /// <summary>True when a kept connection carries it.</summary>
    public bool? Reused { get; init; }

    /// <summary>Number of the token event before which the answer stood still, from 1.</summary>
    public int? StallBefore { get; init; }

    internal static LiveRequest Of(in LiveState state, long nowTicks)
    {
        var marks = state.Marks;
        var answer = state.Answer;
        var gaps = answer.TokenEvents - 1;
        var spanTicks = marks.LastToken - marks.FirstToken;
        return new LiveRequest
        {
            Id = state.Id,
            Group = state.Group,
            Streaming = state.Streaming,
            Warmup = state.Warmup,
            Attempt = state.Attempt,
            Phase = state.Phase,
            AgeMs = Math.Max(0, Ticks.ToMs(nowTicks - marks.Scheduled)),
            WaitMs = Between(marks.Scheduled, marks.Sent),
            TtftMs = state.Streaming ? Between(marks.Sent, marks.FirstToken) : null,
            TokenEvents = answer.TokenEvents,
            MaxTokens = state.MaxTokens,
            TokensPerS = gaps > 0 && spanTicks > 0 ? gaps / Ticks.ToSeconds(spanTicks) : null,
            LastGapMs = gaps > 0 ? answer.LastGapUs / 1_000.0 : null,
            SinceTokenMs = Between(marks.LastToken, nowTicks),
            MaxGapMs = gaps > 0 ? answer.MaxGapUs / 1_000.0 : null,
            Reused = state.Reused,
            StallBefore = Stall.Before(answer.MaxGapUs, answer.MaxGapToken, gaps, Ticks.ToMicroseconds(spanTicks)),
        };
    }

    private static double? Between(long from, long to) => from == 0 || to == 0 ? null : Math.Max(0, Ticks.ToMs(to - from));
}
