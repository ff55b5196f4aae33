using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.ServerSide;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Probing;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling;

/// <summary>The NDJSON file of a run: one method per kind of line, each stamped with the run's clock. Aggregator's thread, and the run's own before and after it.</summary>
internal sealed class RunFile : IDisposable
{
    private readonly NdjsonWriter _writer;
    private readonly RunClock _clock;
    private readonly RecordDetail _detail;

    public RunFile(Stream stream, RunOptions options, RunDescription description, RunClock clock)
    {
        _clock = clock;
        _detail = options.Record;
        _writer = new NdjsonWriter(stream, description.Run, Redactor.Of(options));
        _writer.Write(RunStartedLine.Of(description, options, clock.StartTicks), 0);
        _writer.Flush();
    }

    /// <summary>Why lines are being lost; null while all is well. Said once.</summary>
    public string? TakeFailure() => _writer.TryTakeFailure(out var failure) ? failure!.Message : null;

    /// <summary>Why lines are missing; null where none are.</summary>
    public string? Failure => _writer.Failure?.Message;

    public void Probe(ProbeResult probe, string? serverName)
    {
        _writer.Write(ProbeLines.Of(probe, serverName), _clock.ElapsedMs);
        _writer.Flush();
    }

    public void Phase(RunPhase phase, string? reason, long ticks) => _writer.WritePhase(phase, _clock.MsAt(ticks), reason, _clock.ElapsedMs);

    public void Level(double level, long ticks) => _writer.WriteLevel(level, _clock.MsAt(ticks), _clock.ElapsedMs);

    public void Window(int window, long ticks) => _writer.WriteWindow(window, _clock.MsAt(ticks), _clock.ElapsedMs);

    public void Request(RequestRecord record, in RequestMetrics metrics) => _writer.WriteRequest(record, metrics, _detail, _clock.ElapsedMs);

    public void Intervals(IReadOnlyList<IntervalFigures> intervals) => _writer.WriteIntervals(intervals, _clock.ElapsedMs);

    public void Server(ServerLook look) => _writer.Write(ServerLine.Of(look), _clock.ElapsedMs);

    public void Note(string level, string code, string text) =>
        _writer.Write(new NoteLine { Level = level, Code = code, Text = text }, _clock.ElapsedMs);

    public void Summary(RunSummary summary)
    {
        foreach (var reason in summary.Client?.InvalidReasons ?? [])
            Note("invalid", "client_health", reason);
        _writer.Write(SummaryLine.Of(summary), _clock.ElapsedMs);
        _writer.Flush();
    }

    public void Flush() => _writer.Flush();

    public void Dispose() => _writer.Dispose();
}
