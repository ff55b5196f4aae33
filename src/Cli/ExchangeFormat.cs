namespace VllmStream.Cli;

/// <summary>A file of another tool that report can write instead of ours.</summary>
internal enum ExchangeFormat
{
    /// <summary>The result file of vllm bench serve.</summary>
    Vllm,

    /// <summary>A metrics page.</summary>
    OpenMetrics,
}
