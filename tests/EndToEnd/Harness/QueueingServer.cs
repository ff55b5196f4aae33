namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>A server of analytic capacity: so many places, the same time for every request, first come first served. It does exactly places / time per second, and no more.</summary>
/// <remarks>The queue is reckoned when a request comes and not waited through, so that a late thread makes one answer late and none behind it.</remarks>
internal sealed class QueueingServer(int places, double serviceMs)
{
    private const int Tokens = 4;

    private readonly Lock _gate = new();

    // When each place is free, in ticks of the monotonic clock.
    private readonly long[] _freeAt = new long[places];

    /// <summary>Requests per second that it can do.</summary>
    public double CapacityPerS => places * 1_000 / serviceMs;

    /// <summary>The script of its answers.</summary>
    public Reply? Answer(ScriptedRequest request) => request.IsPost ? Reply.Chat(WaitMs() + serviceMs / 2, serviceMs / 2 / (Tokens - 1), Tokens) : null;

    // Until its service begins.
    private double WaitMs()
    {
        lock (_gate)
        {
            var now = Monotonic.Now;
            var place = Array.IndexOf(_freeAt, _freeAt.Min());
            var start = Math.Max(now, _freeAt[place]);
            _freeAt[place] = start + Monotonic.FromMs(serviceMs);
            return Monotonic.ToMs(start - now);
        }
    }
}
