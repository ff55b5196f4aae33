using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Exchange.Vllm;

/// <summary>One request as vLLM's benchmark would have noted it. Seconds.</summary>
internal sealed record VllmRequest
{
    /// <summary>True when it counts.</summary>
    public required bool Success { get; init; }

    /// <summary>Beginning, since run start.</summary>
    public required double StartS { get; init; }

    /// <summary>Time behind the client's own cap.</summary>
    public required double QueueS { get; init; }

    /// <summary>Prompt tokens; null when nobody counted.</summary>
    public required long? InputTokens { get; init; }

    /// <summary>Output tokens; null when nobody counted.</summary>
    public required long? OutputTokens { get; init; }

    /// <summary>To the first chunk; null when no stream came.</summary>
    public required double? TtftS { get; init; }

    /// <summary>To the last line that they look at.</summary>
    public required double LatencyS { get; init; }

    /// <summary>Gaps between chunks in microseconds, the one behind a role chunk first; null when the run did not record them.</summary>
    public required int[]? GapsUs { get; init; }

    /// <summary>What went wrong; empty for a success.</summary>
    public required string Error { get; init; }

    /// <summary>Inputs of a request for vectors or scores.</summary>
    public required int? Items { get; init; }

    /// <summary>Their formula: everything behind the first chunk, spread over all tokens but the first; null under two tokens.</summary>
    public double? TpotS => TtftS is { } ttft && OutputTokens is > 1 and var tokens ? (LatencyS - ttft) / (tokens - 1) : null;

    /// <summary>Notes a line.</summary>
    public static VllmRequest Of(RequestLine line)
    {
        var times = BegunTimes.Of(line);
        var success = line.Outcome.IsSuccess();
        return new VllmRequest
        {
            Success = success,
            StartS = (times.BeginMs ?? line.ScheduledMs) / 1_000,
            QueueS = (times.QueueMs ?? 0) / 1_000,
            InputTokens = line.PromptTokens ?? line.AskedTokens,
            OutputTokens = line.OutputTokens,
            TtftS = times.FirstChunkMs / 1_000,
            // Of completions they look no further than the last chunk with choices, of a chat to the last line, which is usage.
            LatencyS = ((line.Endpoint == "completions" ? times.LastTokenMs : null) ?? times.EndMs ?? 0) / 1_000,
            GapsUs = GapsOf(line, times),
            Error = success ? "" : ErrorOf(line),
            Items = line.Items,
        };
    }

    private static int[]? GapsOf(RequestLine line, BegunTimes times)
    {
        if (line.GapsUs is not { } gaps)
            return null;
        // Their list begins at the first chunk, so that with it the times add up to the last.
        var role = times is { FirstChunkMs: { } chunk, FirstTokenMs: { } token } ? (int)Math.Round((token - chunk) * 1_000) : 0;
        return role > 0 ? [role, .. gaps] : gaps;
    }

    private static string ErrorOf(RequestLine line)
    {
        var outcome = Words.Of(line.Outcome);
        return line.Error is { Message: { Length: > 0 } message } ? $"{outcome}: {message}" : outcome;
    }
}
