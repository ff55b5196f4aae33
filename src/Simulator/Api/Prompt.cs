namespace VllmStream.Simulation;

/// <summary>One prompt of a request.</summary>
/// <param name="Tokens">Its length: exact for ids, estimated for text.</param>
/// <param name="Text">Its text where it came as text; for chat the last message, and only when it is to be echoed.</param>
/// <param name="Ids">Its token ids where it came as ids.</param>
internal sealed record Prompt(int Tokens, string? Text, int[]? Ids)
{
    // English prose runs at about four characters a token in today's vocabularies.
    private const int CharactersPerToken = 4;

    // What Llama 3's template adds around a system-less single message: begin, header, role, header end, end of turn, ...
    private const int ChatTemplateTokens = 13;

    public static int EstimateTokens(int characters) => (characters + CharactersPerToken - 1) / CharactersPerToken;

    public static Prompt FromText(string text) => new(Math.Max(1, EstimateTokens(text.Length)), text, null);

    public static Prompt FromIds(int[] ids) => new(ids.Length, null, ids);

    public static Prompt FromMessages(int messageTokens, string? lastText = null) => new(messageTokens + ChatTemplateTokens, lastText, null);

    /// <summary>The ids that came, or invented ones of the same number.</summary>
    public IEnumerable<int> TokenIds(ulong seed)
    {
        if (Ids is not null) return Ids;
        return Enumerable.Range(0, Tokens).Select(i => AnswerText.TokenId(seed, i));
    }
}
