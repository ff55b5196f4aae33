using System.Globalization;

namespace VllmStream.Profiling.Reporting.Exchange.Csv;

/// <summary>The columns of Locust's stats.csv and stats_history.csv, and what its writer puts into them.</summary>
internal static class LocustColumns
{
    /// <summary>What Locust calls everything together.</summary>
    public const string Aggregated = "Aggregated";

    // What stands in a percentile of no requests.
    private const string NotAvailable = "N/A";

    private static readonly (string Name, double Share)[] Percentiles =
    [
        ("50%", 0.5), ("66%", 0.66), ("75%", 0.75), ("80%", 0.8), ("90%", 0.9), ("95%", 0.95),
        ("98%", 0.98), ("99%", 0.99), ("99.9%", 0.999), ("99.99%", 0.9999), ("100%", 1),
    ];

    /// <summary>Header of stats.csv.</summary>
    public static IEnumerable<string> Stats =>
    [
        "Type", "Name", "Request Count", "Failure Count", "Median Response Time", "Average Response Time", "Min Response Time",
        "Max Response Time", "Average Content Size", "Requests/s", "Failures/s", .. Percentiles.Select(column => column.Name),
    ];

    /// <summary>Header of stats_history.csv.</summary>
    public static IEnumerable<string> History =>
    [
        "Timestamp", "User Count", "Type", "Name", "Requests/s", "Failures/s", .. Percentiles.Select(column => column.Name),
        "Total Request Count", "Total Failure Count", "Total Median Response Time", "Total Average Response Time",
        "Total Min Response Time", "Total Max Response Time", "Total Average Content Size",
    ];

    /// <summary>A row of stats.csv.</summary>
    /// <param name="name">Group, or <see cref="Aggregated"/>.</param>
    /// <param name="times">Its requests.</param>
    /// <param name="seconds">Over which they came.</param>
    public static IEnumerable<string?> StatsRow(string name, LocustTimes times, double seconds) =>
    [
        TypeOf(name), CsvField.OfText(name), .. Counts(times), .. Sizes(times), Number(times.Requests / seconds), Number(times.Failures / seconds), .. Shares(times),
    ];

    /// <summary>A row of stats_history.csv.</summary>
    /// <param name="unixSeconds">End of the interval.</param>
    /// <param name="users">Requests in flight then.</param>
    /// <param name="name">Group, or <see cref="Aggregated"/>.</param>
    /// <param name="interval">What ended in the interval.</param>
    /// <param name="seconds">Its length.</param>
    /// <param name="total">Everything up to its end.</param>
    public static IEnumerable<string?> HistoryRow(long unixSeconds, long users, string name, LocustTimes interval, double seconds, LocustTimes total) =>
    [
        CsvField.Of(unixSeconds), CsvField.Of(users), TypeOf(name), CsvField.OfText(name), Rate(interval.Requests, seconds), Rate(interval.Failures, seconds), .. Shares(interval),
        .. Counts(total), .. Sizes(total),
    ];

    // Everything together is of no method; the requests of a load are posts.
    private static string TypeOf(string name) => name == Aggregated ? "" : "POST";

    private static IEnumerable<string?> Counts(LocustTimes times) => [CsvField.Of(times.Requests), CsvField.Of(times.Failures)];

    private static IEnumerable<string?> Sizes(LocustTimes times) =>
        [Number(times.MedianMs), Number(times.AverageMs), Number(times.MinMs), Number(times.MaxMs), Number(times.AverageBytes)];

    private static IEnumerable<string?> Shares(LocustTimes times) => Percentiles.Select(column => CsvField.Of(times.PercentileMs(column.Share)) ?? NotAvailable);

    // Where there was no request, Locust has zeros: its readers expect a number here.
    private static string? Number(double? value) => CsvField.Of(value is { } number && double.IsFinite(number) ? number : 0);

    private static string Rate(long count, double seconds) => (seconds > 0 ? count / seconds : 0).ToString("F6", CultureInfo.InvariantCulture);
}
