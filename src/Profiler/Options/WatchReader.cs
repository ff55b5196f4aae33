namespace VllmStream.Profiling.Options;

/// <summary>Reads what is looked at beside the load.</summary>
internal static class WatchReader
{
    private const string None = "none";

    /// <summary>Reads <c>--metrics</c> and <c>--gpu</c>.</summary>
    /// <param name="values">Options as given.</param>
    /// <param name="useSimulator">True for --sim, which uses no GPU: what one of this machine does has nothing to do with it.</param>
    internal static WatchOptions Read(OptionValues values, bool useSimulator)
    {
        var pages = new List<MetricsAddress>();
        var given = values.All("--metrics");
        foreach (var value in given)
        {
            if (value.Text != None)
                pages.AddRange(Parse(value));
        }
        if (pages.Count > 0 && given.Any(value => value.Text == None))
            throw new OptionException("--metrics none and a page of metrics contradict each other; keep one");
        if (pages.GroupBy(page => page.Url, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new OptionException($"--metrics {twice.First().Shown} is given twice: a replica would count twice; keep one");
        var (gpu, exporters) = values.One("--gpu") switch
        {
            null or { Text: "auto" } => (useSimulator ? GpuSource.Off : GpuSource.Auto, (IReadOnlyList<MetricsAddress>)[]),
            { Text: "off" or None } => (GpuSource.Off, []),
            { } named => (GpuSource.Exporter, Parse(named)),
        };
        return new WatchOptions { ReadsMetrics = given.Count == 0 || pages.Count > 0, Metrics = pages, Gpu = gpu, GpuExporters = exporters };
    }

    // careful: the value may hold a password, which an error line must not show.
    private static IReadOnlyList<MetricsAddress> Parse(OptionValue given) =>
        MetricsText.TryParse(given.Text, out var addresses, out var problem)
            ? addresses
            : throw new OptionException($"{given.Spelling} {TargetText.Redact(given.Text)} {problem}");
}
