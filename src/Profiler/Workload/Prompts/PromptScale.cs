using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Workload.Prompts;

/// <summary>How a server counts our prompts: so many tokens for each that is written, and so many of its template around them.</summary>
/// <param name="TokensEach">The server's tokens for each of ours; above 0.</param>
/// <param name="TokensAround">Its tokens beside them.</param>
public readonly record struct PromptScale(double TokensEach, double TokensAround)
{
    /// <summary>As if it counted as we do.</summary>
    public static PromptScale None { get; } = new(1, 0);

    // A shared beginning and as much again; more would not fit into a buffer.
    private const int MostToWrite = 2 * LengthText.MostTokens;

    /// <summary>How many to write so that the server counts <paramref name="tokens"/>; at least 1, as no prompt is empty.</summary>
    public int TokensToWrite(int tokens) => (int)Math.Clamp(Math.Round((tokens - TokensAround) / TokensEach), 1, MostToWrite);

    /// <summary>How many stand for the first <paramref name="tokens"/> of a prompt, without the template.</summary>
    public int PartToWrite(long tokens) => (int)Math.Clamp(Math.Round(tokens / TokensEach), 0, MostToWrite);
}
