namespace VllmStream.Simulation;

/// <summary>
/// vLLM's --stream-interval: outputs of a sequence are held back until they carry enough tokens together. The first and
/// the last never wait. Used by one request.
/// </summary>
internal sealed class StreamInterval(int tokens, int choices)
{
    // What each sequence has that was not sent yet; no tokens = nothing.
    private readonly TokenStep[] held = tokens > 1 ? new TokenStep[choices] : [];

    /// <summary>True when an output is to be sent, together with what was held back before it.</summary>
    public bool Passes(ref TokenStep step)
    {
        if (tokens <= 1) return true;
        ref var before = ref held[step.Choice];
        if (before.Tokens > 0) step = step with { FirstToken = before.FirstToken, Tokens = before.Tokens + step.Tokens };
        var passes = step.FirstToken == 0 || step.IsLast || step.Tokens >= tokens;
        before = passes ? default : step;
        return passes;
    }
}
