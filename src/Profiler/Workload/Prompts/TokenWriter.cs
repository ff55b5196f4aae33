namespace VllmStream.Profiling.Workload.Prompts;

/// <summary>Writes tokens that are drawn by chance, one stretch after the other.</summary>
internal ref struct TokenWriter
{
    private readonly TokenSpelling _spelling;
    private readonly Span<byte> _utf8;
    private int _written;
    private bool _isFirst = true;

    public TokenWriter(TokenSpelling spelling, Span<byte> utf8)
    {
        _spelling = spelling;
        _utf8 = utf8;
        Append(spelling.Open);
    }

    /// <summary>Writes so many tokens of a stream of random numbers.</summary>
    public void Write(Draws draws, int count) => Write(_spelling.Tokens, draws, count);

    /// <summary>Writes so many tokens that are all of one length.</summary>
    public void WriteAlike(Draws draws, int count) => Write(_spelling.AlikeTokens, draws, count);

    private void Write(IReadOnlyList<byte[]> tokens, Draws draws, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (!_isFirst)
                _utf8[_written++] = _spelling.Separator;
            _isFirst = false;
            Append(tokens[draws.NextInt(tokens.Count)]);
        }
    }

    /// <summary>Ends the prompt.</summary>
    /// <returns>Its bytes.</returns>
    public int End()
    {
        Append(_spelling.Close);
        return _written;
    }

    private void Append(byte[] bytes)
    {
        bytes.CopyTo(_utf8[_written..]);
        _written += bytes.Length;
    }
}
