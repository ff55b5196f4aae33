using System.Buffers;

namespace VllmStream.Profiling.Tokens;

/// <summary>Cuts text into the pieces that a vocabulary is asked for: one rule after the other, each within the pieces of the one before. One thread at a time.</summary>
internal sealed class TextSplitter(IReadOnlyList<SplitRule> rules)
{
    private readonly List<(int Start, int Length)> _pieces = [];
    private readonly List<(int Start, int Length)> _next = [];

    /// <summary>The pieces, in order; valid until the next call.</summary>
    public IReadOnlyList<(int Start, int Length)> Split(ReadOnlySpan<char> text)
    {
        _pieces.Clear();
        if (text.IsEmpty)
            return _pieces;
        if (!BasicPlane.IsLeft(text))
        {
            Apply(text);
            return _pieces;
        }
        var shadow = ArrayPool<char>.Shared.Rent(text.Length);
        var starts = ArrayPool<int>.Shared.Rent(text.Length + 1);
        Apply(shadow.AsSpan(0, BasicPlane.Write(text, shadow, starts)));
        for (var i = 0; i < _pieces.Count; i++)
        {
            var start = starts[_pieces[i].Start];
            _pieces[i] = (start, starts[_pieces[i].Start + _pieces[i].Length] - start);
        }
        ArrayPool<char>.Shared.Return(shadow);
        ArrayPool<int>.Shared.Return(starts);
        return _pieces;
    }

    private void Apply(ReadOnlySpan<char> text)
    {
        _pieces.Add((0, text.Length));
        foreach (var rule in rules)
        {
            _next.Clear();
            // careful: each piece is a text of its own, so that an expression does not look beyond its end.
            foreach (var (start, length) in _pieces)
                Cut(rule, text.Slice(start, length), start);
            _pieces.Clear();
            _pieces.AddRange(_next);
        }
    }

    private void Cut(SplitRule rule, ReadOnlySpan<char> piece, int offset)
    {
        var done = 0;
        foreach (var match in rule.Expression.EnumerateMatches(piece))
        {
            if (match.Length == 0)
                continue;
            if (rule.KeepsGaps && match.Index > done)
                _next.Add((offset + done, match.Index - done));
            _next.Add((offset + match.Index, match.Length));
            done = match.Index + match.Length;
        }
        if (rule.KeepsGaps && done < piece.Length)
            _next.Add((offset + done, piece.Length - done));
    }
}
