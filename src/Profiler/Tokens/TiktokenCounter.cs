using System.Buffers;
using System.Text.RegularExpressions;

namespace VllmStream.Profiling.Tokens;

/// <summary>Counts by a tiktoken vocabulary. One thread at a time.</summary>
/// <param name="ranks">Tokens in letters of <see cref="ByteLevelAlphabet"/>, every single one among them, and their ranks.</param>
/// <param name="expression">How text is cut.</param>
/// <param name="description">What is said of it.</param>
internal sealed class TiktokenCounter(Dictionary<string, int> ranks, string expression, string description) : ITokenCounter
{
    private readonly TextSplitter _splitter = new([SplitRule.Of(expression)]);
    private readonly RankedMerges _merges = new(ranks);

    /// <inheritdoc/>
    public string Description => description;

    /// <inheritdoc/>
    public int Count(string text, CancellationToken cancel)
    {
        try
        {
            var tokens = 0;
            foreach (var (start, length) in _splitter.Split(text))
            {
                cancel.ThrowIfCancellationRequested();
                tokens += CountPiece(text.AsSpan(start, length), cancel);
            }
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

    private int CountPiece(ReadOnlySpan<char> piece, CancellationToken cancel)
    {
        var rented = ArrayPool<char>.Shared.Rent(piece.Length * 3);
        try
        {
            return _merges.Count(rented.AsSpan(0, ByteLevelAlphabet.Write(piece, rented)), cancel);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }
}
