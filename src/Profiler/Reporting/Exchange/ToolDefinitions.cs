using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Reporting.Exchange;

/// <summary>What other tools mean by their metrics, where it is not what we mean; the one source for readers of their files and for <c>report --as</c>.</summary>
/// <remarks>Ours: TTFT, TTFC and E2E count from the moment the socket had the whole request, TPOT is (last token - first token) / (tokens - 1), ITL the gap between token events.</remarks>
public static class ToolDefinitions
{
    private const string Begin = "begins before a connection is asked for, ours when the socket has the request";

    private static readonly MetricDifference[] Vllm =
    [
        new(MetricId.Ttft, "TTFT", $"{Begin}; ends at the first chunk with choices, with a token or not"),
        new(MetricId.Itl, "ITL", "gaps between chunks with choices: the one from a role chunk to the first token is among them"),
        new(MetricId.Tpot, "TPOT", "(E2EL - TTFT) / (tokens - 1): from the first chunk to the last line, usage included; ours from first to last token"),
        new(MetricId.E2e, "E2EL", $"{Begin}; ends with the last line before [DONE], of completions with the last token"),
        new(MetricId.Wait, "client queue time", "time behind the client's own --max-concurrency; ours is everything from the planned send to the sent request"),
    ];

    private static readonly MetricDifference[] GuideLlm =
    [
        new(MetricId.Ttft, "TTFT", Begin),
        new(MetricId.Ttfc, "TTFOT", Begin),
        new(MetricId.Tpot, "ITL", "our TPOT under another name, and in its summary each request weighs as many times as it has tokens after the first; what it calls TPOT has the first token inside"),
        new(MetricId.E2e, "request latency", Begin),
    ];

    private static readonly MetricDifference[] AiPerf =
    [
        new(MetricId.Ttft, "TTFT", Begin),
        new(MetricId.Ttfc, "TTFO", Begin),
        new(MetricId.Itl, "ICL", "gaps between all chunks that have content; its ITL is a mean per request and stands under TPOT"),
        new(MetricId.Tpot, "ITL", "our TPOT under another name; answers that came in one burst are in it, ours leaves them out"),
        new(MetricId.E2e, "request latency", $"{Begin}; ends with the last response that has content"),
        new(MetricId.TokensPerSecond, "throughput per user", "1 / its ITL: takes the first event for one token; ours takes off the tokens that it had"),
    ];

    private static readonly MetricDifference[] Locust =
    [
        new(MetricId.E2e, "response time", $"{Begin}; failed requests are in it, and from 100 ms on its percentiles are rounded to two digits"),
    ];

    /// <summary>What a tool calls itself.</summary>
    public static string NameOf(ForeignTool tool) => tool switch
    {
        ForeignTool.Vllm => "vllm bench serve",
        ForeignTool.GuideLlm => "GuideLLM",
        ForeignTool.AiPerf => "AIPerf",
        _ => "Locust",
    };

    /// <summary>Its metrics that have one of ours beside them, and how they differ.</summary>
    public static IReadOnlyList<MetricDifference> Of(ForeignTool tool) => tool switch
    {
        ForeignTool.Vllm => Vllm,
        ForeignTool.GuideLlm => GuideLlm,
        ForeignTool.AiPerf => AiPerf,
        _ => Locust,
    };

    /// <summary>How a metric differs; null where the tool has none beside it.</summary>
    public static MetricDifference? Find(ForeignTool tool, MetricId metric) => Of(tool).FirstOrDefault(difference => difference.Metric == metric);
}
