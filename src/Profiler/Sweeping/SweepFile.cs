using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Metrics.Sweeps;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Output.Sweeps;

namespace VllmStream.Profiling.Sweeping;

/// <summary>The sweep's own NDJSON file: each line is on the disk when its stage is over. The sweep's thread.</summary>
internal sealed class SweepFile : IDisposable
{
    private readonly NdjsonWriter _writer;
    private readonly RunClock _clock;

    public SweepFile(Stream stream, string sweep, RunClock clock, RunOptions options)
    {
        _clock = clock;
        _writer = new NdjsonWriter(stream, sweep, Redactor.Of(options));
    }

    public void Started(SweepStartedLine line) => Write(line);

    public void Stage(SweepStage stage) => Write(new StageLine { Stage = stage });

    public void Summary(SweepResult result) => Write(new SweepSummaryLine { Result = result });

    public void Dispose() => _writer.Dispose();

    private void Write(NdjsonLine line)
    {
        _writer.Write(line, _clock.ElapsedMs);
        _writer.Flush();
    }
}
