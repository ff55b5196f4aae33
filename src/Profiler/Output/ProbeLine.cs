using System.ComponentModel;
using System.Text.Json.Serialization;

namespace VllmStream.Profiling.Output;

/// <summary>What the probe learnt about the server; null = not seen.</summary>
public sealed record ProbeLine : NdjsonLine
{
    /// <summary>Word of this type.</summary>
    public const string Word = "probe";

    /// <summary>An empty line.</summary>
    public ProbeLine()
        : base(Word)
    {
    }

    /// <summary>Dialect.</summary>
    [Description("Dialect the server speaks.")]
    public string? Dialect { get; init; }

    /// <summary>Source of token counts.</summary>
    [JsonConverter(typeof(WordConverter))]
    [Description("Where token counts will come from.")]
    public string? TokenSource { get; init; }

    /// <summary>Usage chunk.</summary>
    [Description("True when the stream carries usage.")]
    public bool? UsageInStream { get; init; }

    /// <summary>Fields it refuses.</summary>
    [Description("Optional fields of a request that the server refuses, which the load leaves out.")]
    public IReadOnlyList<string> RefusedFields { get; init; } = [];

    /// <summary>What it showed, in words.</summary>
    [Description("What the probe showed, for a person: topic (a stable word), text, and advice where something is to be done.")]
    public IReadOnlyList<ProbeFinding> Findings { get; init; } = [];

    /// <summary>Role chunk.</summary>
    [Description("True when a role-only chunk comes before the first token.")]
    public bool? RoleFirst { get; init; }

    /// <summary>Events per read.</summary>
    [Description("Mean events that one read brought; more than 1 means that something gathers them.")]
    public double? EventsPerRead { get; init; }

    /// <summary>Headers.</summary>
    [Description("Sent to end of the response head, ms.")]
    public double? HeadersMs { get; init; }

    /// <summary>First token.</summary>
    [Description("Sent to first token, ms.")]
    public double? FirstTokenMs { get; init; }
}
