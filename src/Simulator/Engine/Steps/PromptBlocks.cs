namespace VllmStream.Simulation;

/// <summary>
/// Names the full blocks of a prompt: each name is a hash of all tokens up to the end of its block, so equal names mean equal
/// beginnings. Texts are cut into the tokens that <see cref="Prompt.EstimateTokens"/> counts. Used by one reader.
/// </summary>
/// <param name="salt">The client's cache_salt: prompts of different salts share nothing.</param>
internal sealed class PromptBlocks(string? salt)
{
    private readonly List<ulong> names = [];
    private ulong chain = salt is null ? ContentHash.Start : HashOf(salt);
    private ulong token;
    private int characters;
    private int inBlock;

    /// <summary>The names, in order; a block that is not full has none.</summary>
    public ulong[] Names => [.. names];

    /// <summary>Adds a part of a text.</summary>
    public void AddText(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            token = (token << 16) | character;
            if (++characters == Prompt.CharactersPerToken) EndText();
        }
    }

    /// <summary>Ends a text: what follows begins a token of its own.</summary>
    public void EndText()
    {
        if (characters == 0) return;
        Add(token);
        token = 0;
        characters = 0;
    }

    public void AddIds(ReadOnlySpan<int> ids)
    {
        foreach (var id in ids) Add((ulong)id);
    }

    private void Add(ulong value)
    {
        chain = SeededRandom.Mix(chain, value);
        if (++inBlock < KvCache.BlockTokens) return;
        inBlock = 0;
        names.Add(chain);
    }

    private static ulong HashOf(string text)
    {
        var hash = ContentHash.Start;
        foreach (var character in text) hash = SeededRandom.Mix(hash, character);
        return hash;
    }
}
