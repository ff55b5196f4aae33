namespace VllmStream.Simulation;

/// <summary>The arguments of one fault in one script, each checked against its <see cref="FaultParameter"/> already.</summary>
internal sealed class FaultArguments(FaultDefinition definition, IReadOnlyDictionary<string, string> given, StreamRecipe? recipe)
{
    /// <summary>The bytes to play, for a fault that takes a recipe.</summary>
    public StreamRecipe Recipe => recipe!;

    /// <summary>When so many tokens have left.</summary>
    public int At => Count("at");

    public int Count(string name) => OptionalCount(name) ?? 0;

    public int? OptionalCount(string name) => Text(name) is { } text && FaultNumber.TryCount(text, out var value) ? value : null;

    public TimeSpan Time(string name) => OptionalTime(name) ?? TimeSpan.Zero;

    public TimeSpan? OptionalTime(string name) => Text(name) is { } text && FaultNumber.TryTime(text, out var value) ? value : null;

    public int Size(string name) => OptionalSize(name) ?? 0;

    public int? OptionalSize(string name) => Text(name) is { } text && FaultNumber.TrySize(text, out var value) ? value : null;

    public bool Is(string name, string word) => Text(name) == word;

    public string? Text(string name) => given.TryGetValue(name, out var text) ? text : definition.Parameters.First(parameter => parameter.Name == name).Default;
}
