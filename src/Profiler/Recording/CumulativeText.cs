namespace VllmStream.Profiling.Recording;

/// <summary>Notices a choice whose chunks each repeat all the text before them, by length and first bytes only.</summary>
/// <remarks>
/// Every chunk with text must begin as the one before and be at least as long, and some must be longer. A real answer breaks that within
/// its first chunks, so nothing but a few bytes has to be kept.
/// </remarks>
internal struct CumulativeText
{
    // "a", "ab", "abc" is the shortest answer that is called cumulative; two chunks are too easily alike.
    private const int NeededGrowths = 2;

    private int _length;
    private ulong _prefix;
    private int _growths;
    private bool _isBroken;

    /// <summary>True when all chunks so far fit the pattern and there were enough.</summary>
    public readonly bool IsCumulative => !_isBroken && _growths >= NeededGrowths;

    /// <summary>Takes the visible text of the next chunk.</summary>
    /// <param name="length">Its raw bytes; not 0.</param>
    /// <param name="prefix">Its first eight bytes, zero-padded.</param>
    public void Add(int length, ulong prefix)
    {
        if (_isBroken)
            return;
        var mask = _length >= sizeof(ulong) ? ulong.MaxValue : (1UL << (_length * 8)) - 1;
        if (length < _length || (prefix & mask) != _prefix)
        {
            _isBroken = true;
            return;
        }

        if (_length > 0 && length > _length)
            _growths++;
        _length = length;
        _prefix = prefix;
    }
}
