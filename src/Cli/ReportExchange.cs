using VllmStream.Profiling.Reporting.Exchange;

namespace VllmStream.Cli;

/// <summary>What report writes for other tools, or in their words; nothing by default.</summary>
internal sealed record ReportExchange
{
    /// <summary>The result as another tool's file; null = as ours.</summary>
    public ExchangeFormat? Format { get; init; }

    /// <summary>Folder of the CSV files; null = none.</summary>
    public string? CsvFolder { get; init; }

    /// <summary>True where the result is written in another form, so that ours is not wanted.</summary>
    public bool TakesThePlaceOfOurs => Tool is not null || Format is not null;

    /// <summary>Whose numbers are printed beside ours; null = nobody's.</summary>
    public ForeignTool? Tool { get; init; }
}
