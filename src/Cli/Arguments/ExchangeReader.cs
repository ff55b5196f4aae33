using VllmStream.Profiling.Options;
using VllmStream.Profiling.Reporting.Exchange;

namespace VllmStream.Cli.Arguments;

/// <summary>Reads what report is to write for other tools.</summary>
internal static class ExchangeReader
{
    internal static ReportExchange Read(CommandRequest request)
    {
        var options = request.Options;
        var (format, csv, tool) = (options.One("--format"), options.One("--csv"), options.One("--as"));
        if (format is not null && tool is not null)
            throw new OptionException($"{format.Shown} and {tool.Shown} are two forms of one report; keep one");
        var exchange = new ReportExchange
        {
            Format = Choice(format) switch { null => null, "vllm" => ExchangeFormat.Vllm, _ => ExchangeFormat.OpenMetrics },
            CsvFolder = csv?.Text,
            Tool = Choice(tool) switch
            {
                null => null,
                "vllm" => ForeignTool.Vllm,
                "guidellm" => ForeignTool.GuideLlm,
                "aiperf" => ForeignTool.AiPerf,
                _ => ForeignTool.Locust,
            },
        };
        if (exchange.Format == ExchangeFormat.OpenMetrics && options.One("--json") is { } json)
            throw new OptionException($"{format!.Shown} is no JSON and goes to stdout; leave {json.Shown} out", "--format openmetrics > run.prom");

        // A metrics page is of a summary, which may be merged; the others are made of the requests of one run.
        var single = csv ?? tool ?? (exchange.Format == ExchangeFormat.Vllm ? format : null);
        if (single is not null && request.Words.Count > 1)
            throw single.Wrong($"is of one run, and {request.Words.Count} files are named");
        return exchange;
    }

    private static string? Choice(OptionValue? given) => given is null || given.Definition.Choices.Contains(given.Text)
        ? given?.Text
        : throw given.Wrong($"is unknown; it can be {string.Join(", ", given.Definition.Choices)}");
}
