namespace VllmStream.Profiling.Metrics;

/// <summary>Every metric, in the order in which people read them.</summary>
public static class MetricTable
{
    private const string Request = "request";

    /// <summary>The table; entry i describes <c>(MetricId)i</c>.</summary>
    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        Time(MetricId.Ttft, "ttft_ms", "ttft", "TTFT", "first token",
            "first_token - sent; the first event that carries a generated token of any channel. Null when not streamed or without a token."),
        Time(MetricId.Ttfc, "ttfc_ms", "ttfc", "TTFC", "first visible text",
            "first_visible - sent; the first visible content. Null when not streamed or without visible content."),
        new(MetricId.Itl, "itl_ms", "itl", "ITL", "between tokens", "ms", MetricDirection.LowerIsBetter, "gap",
            "gap between two consecutive token events of one request, all requests pooled; TTFT is not among them. An event may hold more than one token: see tokens_per_event."),
        Time(MetricId.Tpot, "tpot_ms", "tpot", "TPOT", "per request",
            "(last_token - first_token) / (output_tokens - 1). Null under two tokens, without a span between them, or when the whole answer came in one burst."),
        Time(MetricId.E2e, "e2e_ms", "e2e", "E2E", "whole request",
            "end - sent, of successful requests; rates use last_token instead of end."),
        Time(MetricId.Wait, "wait_ms", "wait", "wait", "scheduled to sent",
            "sent - scheduled, of every request that was sent: time lost in this client."),
        new(MetricId.TokensPerSecond, "tokens_per_s", "rate", "rate", "per request", "tok/s", MetricDirection.HigherIsBetter, Request,
            "(output_tokens - tokens of the first event) / (last_token - first_token). Null where tpot_ms is null."),
        Time(MetricId.TtftFromSchedule, "ttft_from_schedule_ms", "ttft_from_schedule", "TTFT", "from schedule",
            "first_token - scheduled: ttft_ms + wait_ms."),
        Time(MetricId.E2eFromSchedule, "e2e_from_schedule_ms", "e2e_from_schedule", "E2E", "from schedule",
            "end - scheduled: e2e_ms + wait_ms."),
    ];

    /// <summary>Number of metrics.</summary>
    public static int Count => All.Count;

    /// <summary>Definition of a metric.</summary>
    public static MetricDefinition Of(MetricId metric) => All[(int)metric];

    /// <summary>Finds a metric by its word in checks (<c>ttft</c>) or its id (<c>ttft_ms</c>); null when there is none.</summary>
    public static MetricDefinition? Find(string name)
    {
        foreach (var definition in All)
        {
            if (string.Equals(definition.Word, name, StringComparison.OrdinalIgnoreCase) ||
                string.Equals(definition.Id, name, StringComparison.OrdinalIgnoreCase))
                return definition;
        }

        return null;
    }

    private static MetricDefinition Time(MetricId metric, string id, string word, string label, string subject, string formula) =>
        new(metric, id, word, label, subject, "ms", MetricDirection.LowerIsBetter, Request, formula);
}
