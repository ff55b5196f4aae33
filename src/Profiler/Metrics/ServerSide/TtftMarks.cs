using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics.ServerSide;

/// <summary>What the marks of requests tell of the way to the first token: heads of measured answers, and connections of the whole run. Aggregator's thread.</summary>
internal sealed class TtftMarks
{
    private const double UsPerMs = 1_000;

    private double _headersMs;
    private double _firstTokenMs;
    private double _tcpMs;

    /// <summary>Answers with a first token.</summary>
    public long Answers { get; private set; }

    /// <summary>New connections.</summary>
    public long Connections { get; private set; }

    /// <summary>Sent to the end of the head, mean; null without answers.</summary>
    public double? HeadersMs => Answers == 0 ? null : _headersMs / Answers;

    /// <summary>The end of the head to the first token, mean; null without answers.</summary>
    public double? HeadersToTokenMs => Answers == 0 ? null : (_firstTokenMs - _headersMs) / Answers;

    /// <summary>TCP handshake of new connections, mean: one round trip. Null without any.</summary>
    public double? TcpMs => Connections == 0 ? null : _tcpMs / Connections;

    /// <summary>Measuring begins, or begins anew. Connections stay: a closed loop opens all of its own before.</summary>
    public void BeginWindow() => (Answers, _headersMs, _firstTokenMs) = (0, 0, 0);

    /// <summary>Adds a request.</summary>
    public void Add(RequestRecord record, in RequestMetrics metrics, bool isMeasured)
    {
        if (record.Connect.TcpTicks > 0)
        {
            Connections++;
            _tcpMs += Ticks.ToMs(record.Connect.TcpTicks);
        }
        var times = metrics.Times;
        if (!isMeasured || !record.Outcome.IsSuccess() || !metrics.Ttft.IsPresent || times.HeadersUs == RequestTimes.Absent)
            return;
        Answers++;
        _headersMs += (times.HeadersUs - times.SentUs) / UsPerMs;
        _firstTokenMs += (times.FirstTokenUs - times.SentUs) / UsPerMs;
    }
}
