namespace VllmStream.Simulation;

/// <summary>One prompt of a request.</summary>
/// <param name="Tokens">Its length: exact for ids, estimated for text.</param>
/// <param name="Text">Its text where it came as text; for chat the last message, and only when it is to be echoed.</param>
/// <param name="Ids">Its token ids where it came as ids.</param>
internal sealed record Prompt(int Tokens, string? Text, int[]? Ids)
{
    // English prose runs at about four characters a token in today's vocabularies.
    internal const int CharactersPerToken = 4;

    // Stands in for the tokens of the template, which are the same in front of every conversation.
    private static readonly int[] Template = new int[ChatTemplateTokens];

    // What Llama 3's template adds around a system-less single message: begin, header, role, header end, end of turn, ...
    private const int ChatTemplateTokens = 13;

    /// <summary>Names of its full blocks in the cache of keys and values.</summary>
    public ulong[] Blocks { get; init; } = [];

    public static int EstimateTokens(int characters) => (characters + CharactersPerToken - 1) / CharactersPerToken;

    public static Prompt FromText(string text, string? salt)
    {
        var blocks = new PromptBlocks(salt);
        blocks.AddText(text);
        blocks.EndText();
        return new Prompt(Math.Max(1, EstimateTokens(text.Length)), text, null) { Blocks = blocks.Names };
    }

    public static Prompt FromIds(int[] ids, string? salt)
    {
        var blocks = new PromptBlocks(salt);
        blocks.AddIds(ids);
        return new Prompt(ids.Length, null, ids) { Blocks = blocks.Names };
    }

    /// <summary>The blocks of a conversation, to which its texts are to be added.</summary>
    public static PromptBlocks BeginMessages(string? salt)
    {
        var blocks = new PromptBlocks(salt);
        blocks.AddIds(Template);
        return blocks;
    }

    public static Prompt FromMessages(int messageTokens, PromptBlocks blocks, string? lastText = null) =>
        new(messageTokens + ChatTemplateTokens, lastText, null) { Blocks = blocks.Names };

    /// <summary>The ids that came, or invented ones of the same number.</summary>
    public IEnumerable<int> TokenIds(ulong seed)
    {
        if (Ids is not null) return Ids;
        return Enumerable.Range(0, Tokens).Select(i => AnswerText.TokenId(seed, i));
    }
}
