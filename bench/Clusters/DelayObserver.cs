using System.Buffers.Text;
using VllmStream.Cluster.Coordinating;
using VllmStream.Profiling;
using VllmStream.Profiling.Clock;

namespace VllmStream.Bench.Clusters;

/// <summary>Gives reports to the board as the coordinator does, and keeps how old each is then.</summary>
internal sealed class DelayObserver : IClusterObserver
{
    private readonly List<double> _delaysMs = [];

    /// <summary>The board; null before there is one.</summary>
    public SharedRun? Shared { get; set; }

    /// <summary>Reports that came.</summary>
    public int Reports => _delaysMs.Count;

    /// <summary>Lines for a person.</summary>
    public List<string> Notices { get; } = [];

    /// <summary>Age of a report when it was on the board, at a share of all of them, in milliseconds.</summary>
    public double DelayMs(double share)
    {
        var sorted = _delaysMs.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
    }

    /// <inheritdoc/>
    public void Report(AgentState agent, long seq, ReadOnlyMemory<byte> report)
    {
        Shared!.Take($"share {agent.Share + 1}, agent {agent.Info.Shown}", report.Span);
        // careful: found by its name in the bytes. To read the report once more would be half of what is measured.
        var digits = report.Span[(report.Span.IndexOf("\"elapsed_ms\":"u8) + 13)..];
        if (Utf8Parser.TryParse(digits, out double madeMs, out _))
            _delaysMs.Add(Ticks.ToMs(Ticks.Now) - madeMs);
    }

    /// <inheritdoc/>
    public void Lost(AgentState agent) => Notices.Add($"{agent.Info.Shown} was lost");

    /// <inheritdoc/>
    public void Back(AgentState agent) => Notices.Add($"{agent.Info.Shown} is back");

    /// <inheritdoc/>
    public void Notice(string line) => Notices.Add(line);

    /// <inheritdoc/>
    public void Joined(AgentState agent)
    {
        // Not measured.
    }

    /// <inheritdoc/>
    public void Ready(AgentState agent, ReadOnlyMemory<byte> facts)
    {
        // Not measured.
    }

    /// <inheritdoc/>
    public void Refused(AgentState agent)
    {
        // Whoever waits for it says so.
    }

    /// <inheritdoc/>
    public void Result(AgentState agent, ReadOnlyMemory<byte> result)
    {
        // Merged with all others at the end.
    }
}
