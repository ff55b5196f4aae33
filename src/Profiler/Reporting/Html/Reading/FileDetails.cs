using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Html.Reading;

/// <summary>What the lines of one run file tell beside its summary, in bounded memory. Written by its reader, then only read.</summary>
internal sealed class FileDetails
{
    private const int SlowestKept = 20;
    private const int StalledKept = 10;

    /// <summary>The first line.</summary>
    public RunStartedLine Started { get; set; } = new();

    /// <summary>The last line of the probe; null without a probe.</summary>
    public ProbeLine? Probe { get; set; }

    /// <summary>Throughput and requests in flight, all groups together.</summary>
    public TotalSeries Total { get; } = new();

    /// <summary>TTFT by group: p50, p90, p99, n, as <see cref="TtftChannel"/> numbers them.</summary>
    public Dictionary<string, SeriesBook> Ttft { get; } = new(StringComparer.Ordinal);

    /// <summary>Metrics pages by address: waiting, running, KV cache, as <see cref="ServerChannel"/> numbers them.</summary>
    public Dictionary<string, SeriesBook> Servers { get; } = new(StringComparer.Ordinal);

    /// <summary>Utilisation of each GPU, 0..1.</summary>
    public Dictionary<string, SeriesBook> Gpus { get; } = new(StringComparer.Ordinal);

    /// <summary>Measured requests that took longest.</summary>
    public WorstRequests Slowest { get; } = new(SlowestKept);

    /// <summary>Measured requests that stood still longest.</summary>
    public WorstRequests Stalled { get; } = new(StalledKept);

    /// <summary>Examples of failures, of measured requests.</summary>
    public FailureBook Failures { get; } = new();

    /// <summary>What happened, in sentences.</summary>
    public List<NoteLine> Notes { get; } = [];

    /// <summary>Notes that there was no room for.</summary>
    public int NotesLeftOut { get; set; }

    /// <summary>When measuring began, milliseconds since run start; null when it did not.</summary>
    public double? MeasuredFromMs { get; set; }

    /// <summary>When the last request was sent; null when the file does not say.</summary>
    public double? MeasuredToMs { get; set; }

    /// <summary>Lines of requests.</summary>
    public long Requests { get; set; }
}
