using VllmStream.Profiling.Api;

namespace VllmStream.Profiling.Tokens;

/// <summary>Counts an answer: every generated channel of every choice. Pure but for the counter.</summary>
internal static class AnswerTokens
{
    /// <summary>Tokens of all text that came; null when none did.</summary>
    /// <remarks>
    /// Channels are counted one by one, since special tokens stand between them. Those have no text, and are not in the count: marks
    /// around reasoning and tool calls, and the token that ends the answer.
    /// </remarks>
    /// <exception cref="TokenCountException">It could not be counted.</exception>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public static long? Count(TextCollector text, ITokenCounter counter, CancellationToken cancel)
    {
        if (text.Length == 0)
            return null;
        var tokens = 0L;
        foreach (var choice in text.Choices)
        {
            tokens += CountPart(text.Text(choice), counter, cancel) + CountPart(text.Reasoning(choice), counter, cancel);
            foreach (var call in text.ToolCalls(choice))
                tokens += CountPart(call.Name ?? "", counter, cancel) + CountPart(call.Arguments, counter, cancel);
        }
        return tokens;
    }

    private static int CountPart(string part, ITokenCounter counter, CancellationToken cancel) => part.Length == 0 ? 0 : counter.Count(part, cancel);
}
