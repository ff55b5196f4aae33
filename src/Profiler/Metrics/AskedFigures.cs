namespace VllmStream.Profiling.Metrics;

/// <summary>Prompts whose length was asked for, and what the server counted. Successes of which both are known.</summary>
/// <param name="Requests">How many.</param>
/// <param name="AskedTokens">Tokens asked for.</param>
/// <param name="PromptTokens">Prompt tokens by the server: with its chat template, and in its vocabulary.</param>
public sealed record AskedFigures(long Requests, long AskedTokens, long PromptTokens)
{
    /// <summary>Those of several parts; null when none has any.</summary>
    public static AskedFigures? Sum(IEnumerable<AskedFigures?> parts)
    {
        AskedFigures? sum = null;
        foreach (var part in parts.OfType<AskedFigures>())
            sum = sum is null ? part : new AskedFigures(sum.Requests + part.Requests, sum.AskedTokens + part.AskedTokens, sum.PromptTokens + part.PromptTokens);
        return sum;
    }
}
