using VllmStream.Profiling.Metrics.ServerSide;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views.Panels;

/// <summary>The server by its own metrics, next to what this client sees, and the GPUs.</summary>
internal static class ServerPanel
{
    /// <summary>Rows of the short form, with its frame.</summary>
    public const int ShortRows = 5;

    private const int GaugeColumns = 30;
    private const int LastSeconds = 10;
    private const double BytesPerGibibyte = 1024.0 * 1024 * 1024;
    private const double BytesPerMegabyte = 1e6;

    /// <summary>True when the server or a GPU has told something.</summary>
    public static bool HasFigures(ScreenModel model) => model.Snapshot.Server is { } server && (server.Name is not null || server.Gpus.Count + server.Hosts.Count > 0);

    /// <summary>Draws three lines of it.</summary>
    public static void DrawShort(Area area, ScreenModel model)
    {
        var server = model.Snapshot.Server!;
        var inside = Frame.Draw(area, server.Name ?? "GPU", Age(server, model));
        var row = 0;
        if (server.Name is not null)
        {
            inside.Text(row++, 0, $"run {Figure.Amount(server.Running)}  wait {Figure.Amount(server.Waiting)}  KV {Figure.Percent(server.KvCacheRatio)}  hit {Figure.Share(server.Window.PrefixHitRatio)}  preempted {Figure.Amount(server.Window.Counts.Preemptions)}");
            inside.Text(row++, 0, TtftText(server.Window));
        }
        foreach (var gpu in server.Gpus)
            inside.Text(row++, 0, GpuText(gpu));
        foreach (var host in server.Hosts)
            inside.Text(row++, 0, HostText(host));
    }

    /// <summary>Draws all that is known now.</summary>
    /// <returns>Rows it took.</returns>
    public static int Draw(Area inside, ScreenModel model)
    {
        var figures = model.Snapshot.Server;
        if ((model.Data.Summary?.Server ?? figures?.Window) is not { } window)
        {
            inside.Text(0, 0, "nobody looks at the server: its figures are not read (--metrics none), or this run has none", Ink.Dim);
            return 1;
        }
        if ((window.Name ?? figures?.Name) is null && figures is not { Gpus.Count: > 0 } and not { Hosts.Count: > 0 } && window is { Gpu: null, Hosts.Count: 0 })
        {
            inside.Text(0, 0, $"no metrics of the server: {window.Reasons.GetValueOrDefault("metrics") ?? figures?.Problem ?? "none were read yet"}", Ink.Dim);
            return 1;
        }
        var row = window.Name is null ? 0 : DrawServer(inside, figures, window);
        var gpus = figures is { Gpus.Count: > 0 } ? figures.Gpus : window.Gpu?.Gpus ?? [];
        foreach (var gpu in gpus)
            inside.Text(row++, 0, GpuText(gpu));
        foreach (var host in figures is { Hosts.Count: > 0 } ? figures.Hosts : window.Hosts)
            inside.Text(row++, 0, HostText(host));
        if (window.Reasons.TryGetValue("gpu", out var why))
            inside.Text(row++, 0, $"GPU  {why}", Ink.Dim);
        return row;
    }

    /// <summary>How old the newest look is; nothing once it does not matter any more.</summary>
    public static string Age(ServerFigures server, ScreenModel model) =>
        server.AtMs is not { } at || model.IsOver ? "" : $"{Math.Max(0, model.Snapshot.ElapsedMs - at) / 1_000:0} s ago";

    private static int DrawServer(Area inside, ServerFigures? now, ServerSummary window)
    {
        var swapped = window.SwappedMax is null ? "" : $"   swapped max {Figure.Amount(window.SwappedMax)}";
        inside.Text(0, 0, $"{window.Name}   running {Figure.Amount(now is null ? window.RunningMean : now.Running)} (max {Figure.Amount(window.RunningMax)})   waiting {Figure.Amount(now is null ? window.WaitingMean : now.Waiting)} (max {Figure.Amount(window.WaitingMax)})   preempted {Figure.Amount(window.Counts.Preemptions)}{swapped}");
        var column = inside.Text(1, 0, "KV cache  ");
        if ((now?.KvCacheRatio ?? window.KvCacheP50Ratio) is { } cache)
            column = Gauge.Draw(inside, 1, column, Math.Min(GaugeColumns, inside.Columns / 2), cache) + 1;
        inside.Text(1, column, $"{Figure.Percent(now?.KvCacheRatio ?? window.KvCacheP50Ratio)}  peak {Figure.Percent(window.KvCacheMaxRatio)}");
        inside.Text(2, 0, $"prefix cache hit {Figure.Share(window.PrefixHitRatio)}   prompt {Figure.Three(window.PromptTokensPerS)} tok/s   generation {Figure.Three(window.GenerationTokensPerS)} tok/s");
        inside.Text(3, 0, $"{TtftText(window)}   last {LastSeconds} s {Figure.Three(Last(now, point => point.TtftMs))}");
        inside.Text(4, 0, $"queue {Figure.Three(window.Times.Queue?.MeanMs)}   prefill {Figure.Three(window.Times.Prefill?.MeanMs)}   decode {Figure.Three(window.Times.Decode?.MeanMs)} ms   queue of the last {LastSeconds} s {Figure.Three(Last(now, point => point.QueueMs))}");
        if (window.Traffic is not { Verdict: TrafficCheck.Others or TrafficCheck.Fewer } traffic)
            return 5;
        inside.Text(5, 0, traffic.Text, Ink.Warn);
        return 6;
    }

    private static string TtftText(ServerSummary window) =>
        $"TTFT ms  server {Figure.Three(window.Times.Ttft?.MeanMs)}  client {Figure.Three(window.Ttft?.ClientMs)}{(window.Ttft?.OutsideMs is { } outside ? $"  between them {Figure.Three(outside)}" : "")}";

    private static string GpuText(GpuFigures gpu) =>
        $"GPU{gpu.Id}  util {Figure.Percent(gpu.UtilisationRatio)}  mem {Figure.Three(gpu.MemoryUsedBytes / BytesPerGibibyte)}/{Figure.Three(gpu.MemoryTotalBytes / BytesPerGibibyte)} GiB  {Figure.Three(gpu.PowerW)} W  {Figure.Amount(gpu.TemperatureC is { } celsius ? Math.Round(celsius) : null)} C";

    private static string HostText(HostFigures host) =>
        $"host  cpu {Figure.Percent(host.CpuRatio)}  mem {Figure.Three(host.MemoryUsedBytes / BytesPerGibibyte)}/{Figure.Three(host.MemoryTotalBytes / BytesPerGibibyte)} GiB  net in {Figure.Three(host.NetReceivedBytesPerS / BytesPerMegabyte)} out {Figure.Three(host.NetSentBytesPerS / BytesPerMegabyte)} MB/s  {host.Source}";

    private static double? Last(ServerFigures? server, Func<ServerPoint, double?> of) =>
        server is null ? null : server.History.TakeLast(LastSeconds).Select(of).Average();
}
