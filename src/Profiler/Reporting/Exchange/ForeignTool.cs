namespace VllmStream.Profiling.Reporting.Exchange;

/// <summary>A tool whose figures people already have.</summary>
public enum ForeignTool
{
    /// <summary>vllm bench serve.</summary>
    Vllm,

    /// <summary>GuideLLM.</summary>
    GuideLlm,

    /// <summary>AIPerf.</summary>
    AiPerf,

    /// <summary>Locust.</summary>
    Locust,
}
