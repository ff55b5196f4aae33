using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace VllmStream.Profiling.Tokens;

/// <summary>Counts by a tiktoken vocabulary. One thread at a time.</summary>
internal sealed class TiktokenCounter(TiktokenTokenizer tokenizer, string expression, string description) : ITokenCounter
{
    private readonly TextSplitter _splitter = new([SplitRule.Of(expression)]);

    /// <inheritdoc/>
    public string Description => description;

    /// <inheritdoc/>
    public int Count(string text)
    {
        try
        {
            var tokens = 0;
            foreach (var (start, length) in _splitter.Split(text))
                tokens += tokenizer.CountTokens(text.AsSpan(start, length), considerPreTokenization: false, considerNormalization: false);
            return tokens;
        }
        catch (RegexMatchTimeoutException)
        {
            throw new TokenCountException("its expression takes too long to cut a text");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
