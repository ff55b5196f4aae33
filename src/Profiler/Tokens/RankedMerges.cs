namespace VllmStream.Profiling.Tokens;

/// <summary>Puts the letters of a piece together as tiktoken does: of all neighbours that make a token those of the lowest rank first, the leftmost of them. One thread at a time.</summary>
/// <remarks>A piece of n letters takes n log n steps: text without blanks is one piece, however long it is.</remarks>
internal sealed class RankedMerges
{
    // A step is some 100 ns, so that a stop is heard within milliseconds.
    private const int StepsBetweenLooks = 8192;

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ranks;
    private readonly int _longest;
    private readonly PriorityQueue<(int Start, int End), long> _pairs = new();

    // By letter: where the part that begins there ends (0 = none begins there), and where the one that ends there begins.
    private int[] _ends = [];
    private int[] _starts = [];

    /// <summary>Prepares a vocabulary.</summary>
    /// <param name="ranks">Tokens in letters of <see cref="ByteLevelAlphabet"/>, every single one among them, and their ranks.</param>
    public RankedMerges(Dictionary<string, int> ranks)
    {
        _ranks = ranks.GetAlternateLookup<ReadOnlySpan<char>>();
        _longest = ranks.Keys.Max(token => token.Length);
    }

    /// <summary>Tokens of a piece.</summary>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public int Count(ReadOnlySpan<char> letters, CancellationToken cancel)
    {
        if (letters.Length < 2 || (letters.Length <= _longest && _ranks.ContainsKey(letters)))
            return letters.IsEmpty ? 0 : 1;
        Begin(letters);
        var tokens = letters.Length;
        for (var step = 1; _pairs.TryDequeue(out var pair, out _); step++)
        {
            if (step % StepsBetweenLooks == 0)
                cancel.ThrowIfCancellationRequested();
            var middle = _ends[pair.Start];
            // One of the two has become part of another since.
            if (middle == 0 || _ends[middle] != pair.End)
                continue;
            (_ends[pair.Start], _ends[middle], _starts[pair.End]) = (pair.End, 0, pair.Start);
            tokens--;
            if (pair.Start > 0)
                Offer(letters, _starts[pair.Start], pair.End);
            if (pair.End < letters.Length)
                Offer(letters, pair.Start, _ends[pair.End]);
        }
        return tokens;
    }

    private void Begin(ReadOnlySpan<char> letters)
    {
        if (_ends.Length <= letters.Length)
            (_ends, _starts) = (new int[letters.Length * 2], new int[letters.Length * 2]);
        _pairs.Clear();
        for (var i = 0; i < letters.Length; i++)
            (_ends[i], _starts[i + 1]) = (i + 1, i);
        // Nothing begins at the end, whatever an earlier piece has left there.
        _ends[letters.Length] = 0;
        for (var i = 0; i + 2 <= letters.Length; i++)
            Offer(letters, i, i + 2);
    }

    private void Offer(ReadOnlySpan<char> letters, int start, int end)
    {
        if (end - start <= _longest && _ranks.TryGetValue(letters[start..end], out var rank))
            _pairs.Enqueue((start, end), ((long)rank << 32) | (uint)start);
    }
}
