using System.Globalization;

namespace VllmStream.Bench.Loads;

/// <summary>Figures of a load as lines of text: one per run, medians of several, and the first client over the others.</summary>
internal static class LoadTable
{
    /// <summary>Column names.</summary>
    public static string Header { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"{"",-22} {"sent/s",8} {"stamped/s",9} {"CPU µs/ev",9} {"core",5} | {"lag µs p50",10} {"p99",9} {"p99.9",9} | {"TTFT+ µs p50",12} {"p99",9} {"n",6} | {"alive",7} {"failed",6} {"peak MB",7} | {"server late p99",15} {"others",6}");

    /// <summary>One line.</summary>
    public static string Line(LoadFigures figures, string? name = null)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{name ?? figures.Client,-22} {figures.SentPerSecond,8:0} {figures.StampedPerSecond,9:0} {figures.CpuUsPerEvent,9:0.00} {figures.CpuRatio,5:0%} | {figures.LagP50Us,10:0.0} {figures.LagP99Us,9:0.0} {figures.LagP999Us,9:0.0} | {figures.TtftErrorP50Us,12:0} {figures.TtftErrorP99Us,9:0} {figures.FirstTokens,6} | {figures.Alive,7:0} {figures.Failed,6:0} {figures.PeakMb,7:0.0} | {figures.ServerLateP99Us,15:0} {figures.OthersRatio,6:0%}");
        if (figures.IsNoisy)
            line += "  NOISY";
        if (figures.NotJoined > 0)
            line += string.Create(CultureInfo.InvariantCulture, $"  NOT JOINED: {figures.NotJoined} answers");
        // An arrival before its send by more than rounding can do.
        if (figures.LagMinUs < -10)
            line += string.Create(CultureInfo.InvariantCulture, $"  CLOCK: {-figures.LagMinUs:0} µs before the send");
        return figures.Remark is "" or "VALID" ? line : $"{line}  {figures.Remark}";
    }

    /// <summary>Ours over another client's: CPU, lag and TTFT error.</summary>
    public static string Ratio(LoadFigures ours, LoadFigures theirs) => string.Create(
        CultureInfo.InvariantCulture,
        $"{"  / " + theirs.Client,-22} {"",8} {"",9} {"x " + Over(ours.CpuUsPerEvent, theirs.CpuUsPerEvent),9} {"",5} | {"x " + Over(ours.LagP50Us, theirs.LagP50Us),10} {"x " + Over(ours.LagP99Us, theirs.LagP99Us),9} {"x " + Over(ours.LagP999Us, theirs.LagP999Us),9} | {"x " + Over(ours.TtftErrorP50Us, theirs.TtftErrorP50Us),12} {"x " + Over(ours.TtftErrorP99Us, theirs.TtftErrorP99Us),9}");

    private static string Over(double ours, double theirs) => (ours / theirs).ToString("G3", CultureInfo.InvariantCulture);
}
