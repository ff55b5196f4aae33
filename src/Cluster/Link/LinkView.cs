using VllmStream.Profiling.Clock;

namespace VllmStream.Cluster.Link;

/// <summary>What is known of our own link when others are judged. Pure.</summary>
/// <param name="IsUp">True if the broker answered us lately.</param>
/// <param name="JudgeFromTicks">From when on silence counts: when the link came back, and a little more, since others dial anew as we do.</param>
public readonly record struct LinkView(bool IsUp, long JudgeFromTicks)
{
    /// <summary>For how long somebody has been silent whom we could have heard; null while our own link is down.</summary>
    public TimeSpan? SilenceOf(long lastHeardTicks, long nowTicks)
    {
        if (!IsUp)
            return null;
        var ticks = nowTicks - Math.Max(lastHeardTicks, JudgeFromTicks);
        return ticks <= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Ticks.ToSeconds(ticks));
    }
}
