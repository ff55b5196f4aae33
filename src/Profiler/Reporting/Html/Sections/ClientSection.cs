using VllmStream.Profiling.Health;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Html.Sections;

/// <summary>The client's own share in the numbers, and the machine it ran on.</summary>
internal static class ClientSection
{
    private const double BytesPerMegabyte = 1e6;

    /// <summary>Draws it.</summary>
    public static void Write(MarkupWriter to, ReportPage page)
    {
        if (page.Summary.Client is { } client)
            Write(to, client);
        else
            to.Absent("not measured: the file has no figures of its client");
        if (page.Details?.Started.Host is not { } host)
            return;
        to.BeginTable("facts");
        to.Row("machine", $"{host.Os}, {host.Architecture}, {host.Cores} cores");
        to.Row("runtime", $"{host.Runtime}{(host.NativeAot ? ", native" : "")}{(host.ServerGc ? ", server GC" : "")}");
        to.EndTable();
    }

    private static void Write(MarkupWriter to, ClientHealthReport client)
    {
        if (client.InvalidReasons.Count == 0)
            to.Raw("<p><b class=\"good\">OK</b>: this client was not the limit.</p>\n");
        else
            to.Raw("<p><b class=\"bad-text\">NOT VALID</b>: ").Text(string.Join("; ", client.InvalidReasons)).Raw("</p>\n");
        to.BeginTable("facts");
        to.Row("sent late", Lag(client.SendLagP50Ms, client.SendLagP99Ms, client.SendLagMaxMs));
        to.Row("read late", $"{Lag(client.ReadLagP50Ms, client.ReadLagP99Ms, client.ReadLagMaxMs)}{(client.ReadLagSource is { } source ? $", by {source}" : "")}");
        to.Row("GC pauses", $"longest {Time(client.GcPauseMaxMs)}, all together {Time(client.GcPauseTotalMs)}");
        to.Row("CPU", $"this process {Figure.Percent(client.CpuRatio)} of {client.Cores} cores, everything on the machine {Figure.Percent(client.HostCpuRatio)}");
        to.Row("memory", client.MemoryBytes is { } bytes ? Figure.Size((long)Math.Clamp(bytes, 0, 1e15)) : "- (not measured)");
        to.Row("network", $"in {Rate(client.NetReceivedBytesPerS)}, out {Rate(client.NetSentBytesPerS)}, to itself {Rate(client.LoopbackBytesPerS)}");
        to.EndTable();
    }

    private static string Lag(double? p50, double? p99, double? max) =>
        p50 is null && p99 is null && max is null ? "- (not measured)" : $"p50 {Time(p50)}, p99 {Time(p99)}, max {Time(max)}";

    private static string Time(double? ms) => ms is null ? Figure.Absent : $"{Figure.Tenth(ms)} ms";

    private static string Rate(double? bytesPerS) => bytesPerS is null ? Figure.Absent : $"{Figure.Three(bytesPerS / BytesPerMegabyte)} MB/s";
}
