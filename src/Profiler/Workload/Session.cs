using VllmStream.Profiling.Api;
using VllmStream.Profiling.Options.Scenarios;

namespace VllmStream.Profiling.Workload;

/// <summary>What one user knows: the variables that were set and captured so far, and what was said. One user at a time; no lock.</summary>
public sealed class Session
{
    private readonly Dictionary<string, string> _values;
    private readonly List<ChatMessage> _history = [];

    /// <summary>A user who knows nothing.</summary>
    public Session() => _values = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>One who begins with what another knows.</summary>
    public Session(Session other) => _values = new Dictionary<string, string>(other._values, StringComparer.Ordinal);

    /// <summary>The value of a variable; empty for one that got none.</summary>
    public string this[string name]
    {
        get => _values.GetValueOrDefault(name, "");
        set => _values[name] = value;
    }

    /// <summary>What was said so far, oldest first.</summary>
    public IReadOnlyList<ChatMessage> History => _history;

    /// <summary>One more turn is over.</summary>
    public void Said(PromptText prompt, string answer)
    {
        _history.Add(new ChatMessage("user", prompt.ToString()));
        _history.Add(new ChatMessage("assistant", answer));
    }

    /// <summary>The text with its variables filled in.</summary>
    public string Fill(string text) => VariableText.Fill(text, name => this[name]);

    /// <summary>The JSON text with its variables filled in.</summary>
    public string FillJson(string json) => VariableText.FillJson(json, name => this[name]);
}
