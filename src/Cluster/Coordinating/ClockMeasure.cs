using VllmStream.Cluster.Link;
using VllmStream.Cluster.Messages;
using VllmStream.Profiling.Clock;

namespace VllmStream.Cluster.Coordinating;

/// <summary>Measures how an agent's clock stands against ours.</summary>
internal static class ClockMeasure
{
    // The shortest of 20 was within 0.1 ms on a quiet machine; more of them found nothing shorter.
    private const int RoundTrips = 20;

    // Far away twenty take seconds, and a route over an ocean does not get shorter: a few are enough then.
    private const int Least = 5;

    private static readonly long LongTicks = Ticks.FromSeconds(1.5);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(2);

    /// <summary>Asks for its clock again and again.</summary>
    /// <returns>Null when it did not answer once.</returns>
    public static async Task<ClockEstimate?> OfAsync(NatsLink link, string agent, CancellationToken cancellation)
    {
        var question = Frame.Write(new RunOrder(), ClusterJson.Default.RunOrder);
        ClockEstimate? best = null;
        var startTicks = Ticks.Now;
        for (var i = 0; i < RoundTrips && (i < Least || Ticks.Now - startTicks < LongTicks); i++)
        {
            var before = Ticks.Now;
            var (answer, _) = await link.AskAsync(Subjects.Agent(agent, "clock"), question, AnswerTime, cancellation);
            var after = Ticks.Now;
            if (answer is null)
            {
                // Twenty times two seconds would be a long silence.
                if (best is null)
                    return null;
                continue;
            }

            var clock = Frame.Read(answer, ClusterJson.Default.ClockReply);
            if (best is null || after - before < best.RoundTripTicks)
                best = new ClockEstimate(before + ((after - before) / 2), clock.Ticks, clock.TicksPerSecond, after - before);
        }

        return best;
    }
}
