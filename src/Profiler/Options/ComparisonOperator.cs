namespace VllmStream.Profiling.Options;

/// <summary>How a measured value is held against a limit.</summary>
public enum ComparisonOperator
{
    /// <summary>&lt;</summary>
    Less,

    /// <summary>&lt;=</summary>
    LessOrEqual,

    /// <summary>&gt;</summary>
    Greater,

    /// <summary>&gt;=</summary>
    GreaterOrEqual,
}
