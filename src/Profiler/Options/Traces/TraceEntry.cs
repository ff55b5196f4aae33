namespace VllmStream.Profiling.Options.Traces;

/// <summary>One request of a trace: when it came, and how long its prompt and its answer were.</summary>
/// <param name="Seconds">Time since the first request of the trace.</param>
/// <param name="InputTokens">Tokens of the prompt; at least 1.</param>
/// <param name="OutputTokens">Tokens of the answer; at least 1. Null where the trace does not know, because the request failed.</param>
/// <param name="Blocks">Which prompts begin alike: the ids of its blocks of <see cref="Trace.BlockTokens"/> tokens, where equal ids are equal tokens; empty = it shares nothing.</param>
public sealed record TraceEntry(double Seconds, int InputTokens, int? OutputTokens, IReadOnlyList<long> Blocks)
{
    /// <summary>The line of its file, for errors.</summary>
    internal int Line { get; init; }
}
