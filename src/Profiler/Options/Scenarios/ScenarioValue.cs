namespace VllmStream.Profiling.Options.Scenarios;

/// <summary>What a key of a scenario file holds.</summary>
public enum ScenarioValue
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>One text, or a list of them.</summary>
    Texts,

    /// <summary>A whole number.</summary>
    Count,

    /// <summary>A number.</summary>
    Number,

    /// <summary>true or false.</summary>
    Flag,

    /// <summary>A time with its unit, or two of them: 1s..3s.</summary>
    Time,

    /// <summary>A number of tokens, or a law: 256, 256±32, 100..400.</summary>
    Length,

    /// <summary>Keys with values.</summary>
    Map,

    /// <summary>A list.</summary>
    List,
}
