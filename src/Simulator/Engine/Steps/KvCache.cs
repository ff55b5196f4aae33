namespace VllmStream.Simulation;

/// <summary>
/// The cache of keys and values in blocks. Full blocks of a prompt have a name that stands for all tokens up to their end; a block
/// that nobody holds keeps its name until it is needed for something else, the longest unused first, so that a later prompt with
/// the same beginning finds it.
/// </summary>
/// <remarks>Used under the lock of its engine.</remarks>
internal sealed class KvCache
{
    /// <summary>Tokens in a block: vLLM's default.</summary>
    public const int BlockTokens = 16;

    private const ulong NoName = 0;

    // Per block: how many sequences hold it, its name, and its neighbours in the list of free ones.
    private readonly int[] holders;
    private readonly ulong[] names;
    private readonly int[] next;
    private readonly int[] previous;
    private readonly Dictionary<ulong, int> byName = [];

    // One slot behind the blocks is both ends of the free list: its next is the longest unused block, its previous the newest.
    private readonly int ends;

    public KvCache(int blocks)
    {
        Blocks = blocks;
        Free = blocks;
        ends = blocks;
        holders = new int[blocks];
        names = new ulong[blocks];
        next = new int[blocks + 1];
        previous = new int[blocks + 1];
        for (var i = 0; i <= blocks; i++)
        {
            next[i] = i == blocks ? 0 : i + 1;
            previous[i] = i == 0 ? blocks : i - 1;
        }
    }

    /// <summary>All there are.</summary>
    public int Blocks { get; }

    /// <summary>Those that nobody holds, named or not.</summary>
    public int Free { get; private set; }

    public static int BlocksFor(int tokens) => (tokens + BlockTokens - 1) / BlockTokens;

    /// <summary>How many blocks from the start of a prompt are here, of the first <paramref name="most"/>.</summary>
    public int CountHits(ReadOnlySpan<ulong> prompt, int most)
    {
        var hits = 0;
        while (hits < most && hits < prompt.Length && byName.ContainsKey(prompt[hits])) hits++;
        return hits;
    }

    /// <summary>Gives a new sequence its hits and room up to a number of tokens, if that leaves the reserve free; else nothing.</summary>
    public bool TryAdmit(List<int> held, ReadOnlySpan<ulong> prompt, int hits, int tokens, int reserve)
    {
        var idle = 0;
        for (var i = 0; i < hits; i++) idle += holders[byName[prompt[i]]] == 0 ? 1 : 0;
        // Hits that nobody holds are among the free ones, and no longer will be.
        if (BlocksFor(tokens) - hits > Free - idle - reserve) return false;
        for (var i = 0; i < hits; i++) held.Add(Share(byName[prompt[i]]));
        return TryGrow(held, prompt, tokens);
    }

    /// <summary>Gives a sequence room up to a number of tokens; false, and nothing, when there are not enough blocks.</summary>
    public bool TryGrow(List<int> held, ReadOnlySpan<ulong> prompt, int tokens)
    {
        var missing = BlocksFor(tokens) - held.Count;
        if (missing > Free) return false;
        // The last one held may have been filled only in part, and had no name yet.
        var unnamed = Math.Max(0, held.Count - 1);
        for (; missing > 0; missing--) held.Add(TakeOldest());
        // Named when given out and not when computed, as vLLM does: requests of one step share what one of them computes.
        var full = Math.Min(prompt.Length, tokens / BlockTokens);
        for (var i = unnamed; i < full; i++) Name(held[i], prompt[i]);
        return true;
    }

    /// <summary>Takes all blocks of a sequence back. The end of a prompt goes first when room is needed: a beginning is of use to more.</summary>
    public void Release(List<int> held)
    {
        for (var i = held.Count - 1; i >= 0; i--)
        {
            var block = held[i];
            if (--holders[block] > 0) continue;
            Link(block);
            Free++;
        }

        held.Clear();
    }

    private int Share(int block)
    {
        if (holders[block]++ == 0)
        {
            Unlink(block);
            Free--;
        }

        return block;
    }

    private int TakeOldest()
    {
        var block = next[ends];
        if (names[block] != NoName)
        {
            byName.Remove(names[block]);
            names[block] = NoName;
        }

        return Share(block);
    }

    // Where another block has that name already, this one stays without: it could not be found anyway.
    private void Name(int block, ulong name)
    {
        if (names[block] == NoName && byName.TryAdd(name, block)) names[block] = name;
    }

    private void Link(int block)
    {
        (previous[block], next[block]) = (previous[ends], ends);
        next[previous[ends]] = block;
        previous[ends] = block;
    }

    private void Unlink(int block)
    {
        next[previous[block]] = next[block];
        previous[next[block]] = previous[block];
    }
}
