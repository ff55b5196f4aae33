using VllmStream.Profiling.Reporting.Exchange;

namespace VllmStream.Cli;

/// <summary>What report writes for other tools, or in their words; nothing by default.</summary>
internal sealed record ReportExchange
{
    /// <summary>The result as another tool's file; null = as ours.</summary>
    public ExchangeFormat? Format { get; init; }

    /// <summary>Folder of the CSV files; null = none.</summary>
    public string? CsvFolder { get; init; }

    /// <summary>Whose numbers are printed beside ours; null = nobody's.</summary>
    public ForeignTool? Tool { get; init; }
}
