using System.Text;

namespace VllmStream.Profiling.Api;

/// <summary>Joins the generated text of an answer per choice and channel, when someone asked for it (validation, captures, a tokenizer).</summary>
/// <remarks>
/// Owned by one request, or by whoever counts its tokens behind it. Chars are joined before they are judged, so a surrogate pair split between two chunks comes together again.
/// </remarks>
public sealed class TextCollector
{
    /// <summary>The most of a tool's id or name that is kept.</summary>
    internal const int MaxNameChars = 256;

    private readonly SortedDictionary<int, Channels> _choices = [];

    /// <summary>Indexes of the choices that have anything, ascending.</summary>
    public IReadOnlyCollection<int> Choices => _choices.Keys;

    /// <summary>Chars of everything.</summary>
    public long Length => _choices.Values.Sum(channels => channels.Text.Length + channels.Reasoning.Length
        + channels.Tools.Values.Sum(tool => (tool.Name?.Length ?? 0) + (long)tool.Arguments.Length));

    /// <summary>Visible text of a choice: content, text and refusal.</summary>
    public string Text(int choice) => _choices.TryGetValue(choice, out var channels) ? channels.Text.ToString() : "";

    /// <summary>Reasoning of a choice.</summary>
    public string Reasoning(int choice) => _choices.TryGetValue(choice, out var channels) ? channels.Reasoning.ToString() : "";

    /// <summary>Tool calls of a choice, by index.</summary>
    public IReadOnlyList<ToolCallText> ToolCalls(int choice)
    {
        if (!_choices.TryGetValue(choice, out var channels))
            return [];
        return [.. channels.Tools.Select(t => new ToolCallText(t.Key, t.Value.Id, t.Value.Name, t.Value.Arguments.ToString()))];
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => _choices.Clear();

    internal void AppendText(int choice, ReadOnlySpan<byte> raw, bool escaped)
        => JsonText.AppendTo(Of(choice).Text, raw, escaped);

    internal void AppendReasoning(int choice, ReadOnlySpan<byte> raw, bool escaped)
        => JsonText.AppendTo(Of(choice).Reasoning, raw, escaped);

    /// <summary>The number of the tool call that stands at this place among all outputs: calls are counted as they come.</summary>
    internal int CallOf(int choice, int outputIndex)
    {
        var places = Of(choice).CallPlaces;
        var call = places.IndexOf(outputIndex);
        if (call >= 0)
            return call;
        places.Add(outputIndex);
        return places.Count - 1;
    }

    // Some servers repeat id and name in every piece: the first one stays.
    internal void SetToolId(int choice, int call, string? id) => Tool(choice, call).Id ??= id;

    internal void SetToolName(int choice, int call, string? name) => Tool(choice, call).Name ??= name;

    internal void AppendToolArguments(int choice, int call, ReadOnlySpan<byte> raw, bool escaped)
        => JsonText.AppendTo(Tool(choice, call).Arguments, raw, escaped);

    private Channels Of(int choice)
    {
        if (!_choices.TryGetValue(choice, out var channels))
            _choices.Add(choice, channels = new Channels());
        return channels;
    }

    private ToolPieces Tool(int choice, int call)
    {
        var tools = Of(choice).Tools;
        if (!tools.TryGetValue(call, out var tool))
            tools.Add(call, tool = new ToolPieces());
        return tool;
    }

    private sealed class Channels
    {
        public StringBuilder Text { get; } = new();

        public StringBuilder Reasoning { get; } = new();

        public SortedDictionary<int, ToolPieces> Tools { get; } = [];

        public List<int> CallPlaces { get; } = [];
    }

    private sealed class ToolPieces
    {
        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();
    }
}
