namespace VllmStream.Cli.Explaining;

/// <summary>A word and what it means.</summary>
/// <param name="Kind">What the word is.</param>
/// <param name="Name">The word as it stands in reports and files.</param>
/// <param name="Title">The meaning in a few words.</param>
/// <param name="Text">What a reader has to know; one paragraph.</param>
internal sealed record Topic(TopicKind Kind, string Name, string Title, string Text)
{
    /// <summary>Other words that lead here.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];
}
