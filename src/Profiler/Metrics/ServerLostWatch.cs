using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics;

/// <summary>Sees from how attempts end whether there still is a server. Of the aggregator's thread; no clock.</summary>
internal sealed class ServerLostWatch
{
    // A server that restarts its listener refuses for a moment; what is longer is an event of the run.
    private const long LostAfterUs = 5_000_000;

    private long _fromUs = -1;
    private long _lastUs;
    private long _thereUs;
    private long _attempts;
    private string _kind = "";

    /// <summary>The newest stretch without a server; null = there was none.</summary>
    public ServerLost? Newest { get; private set; }

    /// <summary>Takes an attempt that has ended.</summary>
    public void Add(RequestRecord record, in RequestTimes times)
    {
        // What we cut off ourselves says nothing about the server.
        if (record.Outcome == Outcome.CancelledByUs)
            return;
        var endUs = times.EndInRunUs;
        if (!FoundNoServer(record))
        {
            _thereUs = Math.Max(_thereUs, endUs);
            if (_fromUs >= 0 && Newest is { UntilMs: null } lost)
                Newest = lost with { UntilMs = endUs / 1_000.0 };
            _fromUs = -1;
            return;
        }

        if (_fromUs < 0)
            (_fromUs, _lastUs, _attempts) = (Math.Max(_thereUs, times.InRun(Math.Max(0, times.StartedUs))), endUs, 0);
        _attempts++;
        _lastUs = Math.Max(_lastUs, endUs);
        _kind = record.Error?.Kind ?? Words.Of(record.Outcome);
        if (_lastUs - _fromUs > LostAfterUs)
            Newest = new ServerLost(_fromUs / 1_000.0, UntilMs: null, _attempts, _kind);
    }

    private static bool FoundNoServer(RequestRecord record) =>
        record.Outcome is Outcome.ConnectError or Outcome.StaleConnection or Outcome.TimeoutConnect || (record.Outcome == Outcome.Reset && record.Marks.Headers == 0);
}
