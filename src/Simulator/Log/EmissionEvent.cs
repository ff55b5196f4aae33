namespace VllmStream.Simulation;

/// <summary>One write of an answer; times are ticks of <see cref="MonotonicClock"/>.</summary>
/// <param name="DueTicks">When it was planned; 0 for what follows the tokens without a plan of its own.</param>
/// <param name="WriteTicks">Immediately before the write began.</param>
/// <param name="FlushedTicks">When the flush had returned.</param>
/// <param name="Choice">Sequence of its tokens.</param>
/// <param name="Tokens">Generated tokens in it.</param>
/// <param name="SseEvents">SSE events in it.</param>
/// <param name="Kind">What it carried.</param>
internal readonly record struct EmissionEvent(long DueTicks, long WriteTicks, long FlushedTicks, int Choice, int Tokens, int SseEvents, EmissionKind Kind);
