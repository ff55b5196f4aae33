using System.Buffers;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace VllmStream.Profiling.Tokens;

/// <summary>Counts by a byte-level BPE vocabulary: GPT-2, Llama 3, Qwen, DeepSeek and their like. One thread at a time.</summary>
/// <remarks>
/// Text is cut here and not by the library, whose expressions see half a character beyond the basic plane (<see cref="BasicPlane"/>),
/// and which knows no vocabulary that takes whole pieces before it merges.
/// </remarks>
internal sealed class ByteLevelCounter : ITokenCounter
{
    private readonly BpeTokenizer _merges;
    private readonly TextSplitter _splitter;
    private readonly SplitRule? _added;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>>? _whole;

    /// <summary>Prepares a vocabulary.</summary>
    /// <exception cref="ArgumentException">Its parts do not fit together.</exception>
    /// <exception cref="InvalidOperationException">A merge makes what is no token.</exception>
    public ByteLevelCounter(ByteLevelVocabulary vocabulary, string description)
    {
        Description = description;
        _splitter = new TextSplitter(vocabulary.Splits);
        _added = vocabulary.Added;
        _merges = BpeTokenizer.Create(new BpeOptions(vocabulary.Tokens) { Merges = vocabulary.Merges });
        if (vocabulary.IgnoresMerges)
            _whole = new Dictionary<string, int>(vocabulary.Tokens, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public int Count(string text, CancellationToken cancel)
    {
        try
        {
            if (_added is null)
                return CountPlain(text, cancel);
            var tokens = 0;
            var done = 0;
            foreach (var match in _added.Expression.EnumerateMatches(text))
            {
                tokens += CountPlain(text.AsSpan(done, match.Index - done), cancel) + 1;
                done = match.Index + match.Length;
            }
            return tokens + CountPlain(text.AsSpan(done), cancel);
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

    private int CountPlain(ReadOnlySpan<char> text, CancellationToken cancel)
    {
        var tokens = 0;
        foreach (var (start, length) in _splitter.Split(text))
        {
            cancel.ThrowIfCancellationRequested();
            tokens += CountPiece(text.Slice(start, length));
        }
        return tokens;
    }

    private int CountPiece(ReadOnlySpan<char> piece)
    {
        var rented = ArrayPool<char>.Shared.Rent(piece.Length * 3);
        var letters = rented.AsSpan(0, ByteLevelAlphabet.Write(piece, rented));
        var tokens = _whole is { } whole && whole.ContainsKey(letters)
            ? 1
            : _merges.CountTokens(letters, considerPreTokenization: false, considerNormalization: false);
        ArrayPool<char>.Shared.Return(rented);
        return tokens;
    }
}
