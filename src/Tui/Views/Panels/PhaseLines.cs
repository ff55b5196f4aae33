using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views.Panels;

/// <summary>What TTFT is made of, and what a new connection adds: two lines about the last requests that have ended.</summary>
internal static class PhaseLines
{
    private const double UsPerMs = 1_000;

    /// <summary>Draws them.</summary>
    public static void Draw(Area area, ScreenModel model)
    {
        var ended = model.Selection.EndedWell.Where(one => one.Metrics.Ttft.IsPresent).ToArray();
        if (ended.Length == 0)
            return;
        var headers = Median(ended, one => Between(one.Metrics.Times.SentUs, one.Metrics.Times.HeadersUs));
        var firstByte = Median(ended, one => Between(one.Metrics.Times.HeadersUs, one.Metrics.Times.FirstByteUs));
        var token = Median(ended, one => Between(one.Metrics.Times.FirstByteUs, one.Metrics.Times.FirstTokenUs));
        area.Text(0, 1, $"p50 of the last {ended.Length}: headers after {Figure.Three(headers)}, first byte +{Figure.Three(firstByte)}, token +{Figure.Three(token)} ms");
        var (fresh, kept) = (ended.Where(one => one.Reused == false).ToArray(), ended.Where(one => one.Reused == true).ToArray());
        area.Text(1, 1, $"new connections {fresh.Length} (p50 {Figure.Three(Ttft(fresh))})   reused {kept.Length} (p50 {Figure.Three(Ttft(kept))})");
    }

    private static double? Ttft(EndedRequest[] ended) => Median(ended, one => one.Metrics.Ttft.OrNull);

    private static double? Between(long fromUs, long toUs) => fromUs == RequestTimes.Absent || toUs == RequestTimes.Absent ? null : Math.Max(0, toUs - fromUs) / UsPerMs;

    private static double? Median(EndedRequest[] ended, Func<EndedRequest, double?> of)
    {
        var values = ended.Select(of).OfType<double>().Order().ToArray();
        return values.Length == 0 ? null : values[(values.Length - 1) / 2];
    }
}
