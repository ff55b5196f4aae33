using System.ComponentModel;
using System.Text.Json.Serialization;

namespace VllmStream.Profiling.Output;

/// <summary>One line of a run file. The writer fills in run, seq and time.</summary>
public abstract record NdjsonLine
{
    /// <summary>The only version there is; additions keep it, anything else is <c>vllmstream/2</c>.</summary>
    public const string CurrentSchema = "vllmstream/1";

    /// <summary>Makes a line of a type.</summary>
    protected NdjsonLine(string type) => Type = type;

    /// <summary>Version of the format.</summary>
    [JsonPropertyOrder(-5)]
    [JsonConverter(typeof(WordConverter))]
    [Description("Version of the format: vllmstream/1. Keys may be added within a version; nothing else changes.")]
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>Word of the line type.</summary>
    [JsonPropertyOrder(-4)]
    [JsonConverter(typeof(WordConverter))]
    [Description("What the line holds.")]
    public string Type { get; }

    /// <summary>Id of the run.</summary>
    [JsonPropertyOrder(-3)]
    [JsonConverter(typeof(WordConverter))]
    [Description("Id of the run.")]
    public string Run { get; set; } = "";

    /// <summary>Number of the line, from 0, without holes.</summary>
    [JsonPropertyOrder(-2)]
    [Description("Number of the line, from 0, without holes.")]
    public long Seq { get; set; }

    /// <summary>Monotonic time of writing.</summary>
    [JsonPropertyOrder(-1)]
    [Description("Monotonic milliseconds since run start, when the line was written.")]
    public double TMs { get; set; }
}
