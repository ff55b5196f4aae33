using VllmStream.Profiling.Metrics.ServerSide;

namespace VllmStream.Profiling.Output;

/// <summary>From the server lines of a file back to what a screen shows of the server. Pure.</summary>
internal static class ServerReplay
{
    private const int HistoryLength = 120;
    private const double MsPerSecond = 1_000;

    /// <summary>The figures as they were at the end of the run; null where nobody looked.</summary>
    /// <param name="lines">In the order of the file.</param>
    /// <param name="summary">What the summary says of the server; null when it says nothing, or there is none.</param>
    public static ServerFigures? Of(IReadOnlyList<ServerLine> lines, ServerSummary? summary)
    {
        if (lines.Count == 0 && summary is null)
            return null;
        var seconds = lines.GroupBy(line => (long)(line.AtMs / MsPerSecond)).Select(second => second.ToArray()).ToArray();
        return new ServerFigures
        {
            Name = lines.LastOrDefault(line => line.Name is not null)?.Name,
            AtMs = lines.Count == 0 ? null : lines[^1].AtMs,
            Replicas = lines.Where(line => line.Name is not null).Select(line => line.Source).Distinct(StringComparer.Ordinal).Count(),
            Running = Newest(lines, line => line.Running),
            Waiting = Newest(lines, line => line.Waiting),
            KvCacheRatio = Newest(lines, line => line.KvCacheRatio),
            Window = summary ?? new ServerSummary { Name = lines.LastOrDefault(line => line.Name is not null)?.Name },
            History = [.. seconds.TakeLast(HistoryLength).Select(PointOf)],
            Gpus = lines.LastOrDefault(line => line.Gpu.Count > 0)?.Gpu ?? [],
            Hosts = lines.LastOrDefault(line => line.Hosts.Count > 0)?.Hosts ?? [],
        };
    }

    // At the edges of the window a page is read twice in a second; the later look stands for it.
    private static ServerPoint PointOf(ServerLine[] second)
    {
        var looks = second.Where(line => line.Name is not null).GroupBy(line => line.Source, StringComparer.Ordinal).Select(page => page.Last()).ToArray();
        var gpus = second.LastOrDefault(line => line.Gpu.Count > 0)?.Gpu ?? [];
        return new ServerPoint
        {
            Running = Sum(looks, look => look.Running),
            Waiting = Sum(looks, look => look.Waiting),
            KvCacheRatio = looks.Average(look => look.KvCacheRatio),
            TtftMs = looks.Average(look => look.TtftMeanMs),
            QueueMs = looks.Average(look => look.QueueMeanMs),
            GpuRatio = gpus.Average(gpu => gpu.UtilisationRatio),
            GpuPowerW = gpus.Any(gpu => gpu.PowerW is not null) ? gpus.Sum(gpu => gpu.PowerW) : null,
        };
    }

    private static double? Sum(ServerLine[] looks, Func<ServerLine, double?> of) => looks.Any(look => of(look) is not null) ? looks.Sum(of) : null;

    private static double? Newest(IReadOnlyList<ServerLine> lines, Func<ServerLine, double?> of) => lines.Select(of).LastOrDefault(value => value is not null);
}
