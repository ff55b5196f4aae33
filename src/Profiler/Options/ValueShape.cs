namespace VllmStream.Profiling.Options;

/// <summary>How the value of an option is written.</summary>
public enum ValueShape
{
    /// <summary>No value.</summary>
    Flag,

    /// <summary>Any text.</summary>
    Text,

    /// <summary>One of <see cref="OptionDefinition.Choices"/>.</summary>
    Choice,

    /// <summary>A whole number; k and m are taken as thousand and million.</summary>
    Count,

    /// <summary>A number with a point.</summary>
    Number,

    /// <summary>Events per second.</summary>
    Rate,

    /// <summary>A time with its unit.</summary>
    Duration,

    /// <summary>A time with its unit, or a count.</summary>
    DurationOrCount,

    /// <summary>Tokens, with a standard deviation if wanted.</summary>
    Length,

    /// <summary>A JSON object.</summary>
    Json,

    /// <summary>NAME: VALUE or NAME=VALUE.</summary>
    Pair,

    /// <summary>A comparison such as <c>ttft&lt;500ms</c>.</summary>
    Term,

    /// <summary>A path.</summary>
    File,

    /// <summary>An address.</summary>
    Url,
}
