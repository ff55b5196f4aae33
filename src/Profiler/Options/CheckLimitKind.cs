namespace VllmStream.Profiling.Options;

/// <summary>What the limit of a check is a number of.</summary>
internal enum CheckLimitKind
{
    /// <summary>A time, in milliseconds.</summary>
    Time,

    /// <summary>A share, 0 to 1.</summary>
    Share,

    /// <summary>Requests per second.</summary>
    RequestsPerS,

    /// <summary>Tokens per second.</summary>
    TokensPerS,

    /// <summary>A whole number.</summary>
    Count,
}
