using System.ComponentModel;
using System.Text.Json.Serialization;

namespace VllmStream.Profiling.Output;

/// <summary>Something worth knowing happened.</summary>
public sealed record NoteLine : NdjsonLine
{
    /// <summary>Word of this type.</summary>
    public const string Word = "note";

    /// <summary>An empty line.</summary>
    public NoteLine()
        : base(Word)
    {
    }

    /// <summary>Weight.</summary>
    [JsonConverter(typeof(WordConverter))]
    [Description("info, warning or invalid (the run's numbers do not stand).")]
    public string Level { get; init; } = "info";

    /// <summary>Stable word.</summary>
    [JsonConverter(typeof(WordConverter))]
    [Description("Stable word for programs.")]
    public string Code { get; init; } = "";

    /// <summary>Sentence.</summary>
    [Description("Sentence for people.")]
    public string Text { get; init; } = "";

    /// <summary>Values.</summary>
    [Description("Values of the sentence, by name; null = none.")]
    public IReadOnlyDictionary<string, string?>? Data { get; init; }
}
