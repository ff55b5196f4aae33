using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Sharing;

/// <summary>The seconds of a run that several processes share, each as all of them told it. Pure but for what it keeps; not thread-safe.</summary>
/// <remarks>
/// All shares begin at one instant and report at each full second of theirs, so a second is over when everybody has told of it. It waits for
/// that no longer than <see cref="PatienceMs"/>: whoever is silent for so long is not waited for. While nobody at all is heard nothing ends:
/// a broker that was away brings the reports of that time afterwards.
/// </remarks>
/// <param name="shares">How many processes there are.</param>
internal sealed class ShareTimeline(int shares)
{
    /// <summary>How long a report may be on its way, in milliseconds: a little more than an agent may be silent.</summary>
    internal const double PatienceMs = 3_000;

    private readonly SortedDictionary<long, ShareSecond> _open = [];
    private readonly Dictionary<string, (double AtMs, long Second, bool IsOver)> _heard = new(StringComparer.Ordinal);
    private long _closed;
    private double? _toMs;
    private double _lastHeardMs;

    // Since when somebody is heard without a long silence: those before it are forgiven.
    private double _heardAgainMs;

    /// <summary>Takes a report.</summary>
    /// <param name="process">Who sent it.</param>
    /// <param name="report">The report.</param>
    /// <param name="news">What is new in it.</param>
    /// <param name="nowMs">Milliseconds since the load began.</param>
    public void Take(string process, ShareReport report, ShareNews news, double nowMs)
    {
        if (nowMs - _lastHeardMs > PatienceMs)
            _heardAgainMs = nowMs;
        _lastHeardMs = nowMs;
        _heard[process] = (nowMs, Math.Max(report.Second, _heard.GetValueOrDefault(process).Second), report.Phase == RunPhase.Finished);
        // What comes too late for its own second is not lost: all of them together have every sample that was heard.
        var second = Math.Max(report.Second, _closed + 1);
        if (!_open.TryGetValue(second, out var told))
            _open[second] = told = new ShareSecond();
        told.Add(process, report, news);
    }

    /// <summary>Those seconds that are over by now, in order. One of which nobody told is part of the next.</summary>
    /// <param name="nowMs">Milliseconds since the load began.</param>
    /// <param name="startMs">When the load began, in milliseconds since the start of the run.</param>
    /// <param name="isLast">True when no more reports will come.</param>
    /// <returns>For each a row for each group.</returns>
    public IEnumerable<IReadOnlyList<IntervalFigures>> End(double nowMs, double startMs, bool isLast)
    {
        while (_open.Count > 0 && _open.First() is var (second, told) && (isLast || IsOver(second, nowMs)))
        {
            _open.Remove(second);
            // The last one of a run need not be whole.
            var end = isLast ? Math.Clamp(nowMs, _closed * 1_000.0, second * 1_000.0) : second * 1_000.0;
            var (fromMs, toMs) = (_toMs ?? startMs + (second - 1) * 1_000.0, startMs + end);
            (_toMs, _closed) = (toMs, second);
            IReadOnlyList<IntervalFigures> figures = [.. told.Groups.Select(name => told.Figures(name, fromMs, toMs))];
            if (figures.Count > 0)
                yield return figures;
        }
    }

    private bool IsOver(long second, double nowMs)
    {
        var isPatient = nowMs - Math.Max(second * 1_000.0, _heardAgainMs) <= PatienceMs;
        if (isPatient && _heard.Count < shares)
            return false;
        return _heard.Values.All(share => share.IsOver || share.Second >= second || nowMs - Math.Max(share.AtMs, _heardAgainMs) > PatienceMs);
    }
}
