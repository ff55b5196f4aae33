namespace VllmStream.Profiling.Output;

/// <summary>Finds times in a line that no clock can hold: what is computed from them would overflow.</summary>
internal static class FileTimes
{
    /// <summary>Four thousand billion milliseconds, 126 years: the sum of two of them is still a number of nanoseconds.</summary>
    private const double LargestMs = 4e12;

    private static readonly (string Name, Func<RequestLine, double?> Value)[] OfRequest =
    [
        ("scheduled_ms", line => line.ScheduledMs),
        ("started_ms", line => line.StartedMs),
        ("sent_ms", line => line.SentMs),
        ("connected_ms", line => line.ConnectedMs),
        ("headers_ms", line => line.HeadersMs),
        ("first_byte_ms", line => line.FirstByteMs),
        ("first_event_ms", line => line.FirstEventMs),
        ("first_token_ms", line => line.FirstTokenMs),
        ("first_visible_ms", line => line.FirstVisibleMs),
        ("last_token_ms", line => line.LastTokenMs),
        ("end_ms", line => line.EndMs),
        ("dns_ms", line => line.DnsMs),
        ("tcp_ms", line => line.TcpMs),
        ("tls_ms", line => line.TlsMs),
        ("burst_period_ms", line => line.BurstPeriodMs),
        ("max_gap_ms", line => line.MaxGapMs),
        ("stalled_ms", line => line.StalledMs),
        ("reader_wait_ms", line => line.ReaderWaitMs),
        ("m.ttft_ms", line => line.M.TtftMs),
        ("m.ttfc_ms", line => line.M.TtfcMs),
        ("m.tpot_ms", line => line.M.TpotMs),
        ("m.e2e_ms", line => line.M.E2eMs),
        ("m.wait_ms", line => line.M.WaitMs),
        ("m.itl_p50_ms", line => line.M.ItlP50Ms),
        ("m.itl_p99_ms", line => line.M.ItlP99Ms),
    ];

    /// <summary>The first of them and what stands there; null where there is none.</summary>
    public static (string Name, double Value)? Beyond(NdjsonLine line)
    {
        if (IsBeyond(line.TMs))
            return ("t_ms", line.TMs);
        switch (line)
        {
            case RequestLine request:
                foreach (var (name, value) in OfRequest)
                {
                    if (value(request) is { } time && IsBeyond(time))
                        return (name, time);
                }

                return null;
            case IntervalLine interval when IsBeyond(interval.FromMs):
                return ("from_ms", interval.FromMs);
            case IntervalLine interval when IsBeyond(interval.ToMs):
                return ("to_ms", interval.ToMs);
            case PhaseLine { AtMs: var at } when IsBeyond(at):
                return ("at_ms", at);
            case LevelLine { AtMs: var at } when IsBeyond(at):
                return ("at_ms", at);
            case WindowLine { AtMs: var at } when IsBeyond(at):
                return ("at_ms", at);
            case ServerLine { AtMs: var at } when IsBeyond(at):
                return ("at_ms", at);
            default:
                return null;
        }
    }

    private static bool IsBeyond(double ms) => Math.Abs(ms) > LargestMs;
}
