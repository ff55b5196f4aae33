namespace VllmStream.Simulation;

/// <summary>What became of one sequence: the ground truth beside its <see cref="Plan"/>, for the log and the metrics.</summary>
/// <remarks>
/// Written by the engine (until and with the output that is last) and by the request that takes the outputs; read at any time by
/// others, so each field is written as a whole. Times are ticks; 0 = not yet.
/// </remarks>
internal sealed class SequenceCourse(SequencePlan plan)
{
    /// <summary>What it was going to be.</summary>
    public SequencePlan Plan { get; } = plan;

    /// <summary>When the engine took it in.</summary>
    public long QueuedTicks { get; set; }

    /// <summary>When the first step that worked on it began.</summary>
    public long ScheduledTicks { get; set; }

    /// <summary>When its first token was made: the end of its prefill.</summary>
    public long PrefilledTicks { get; private set; }

    /// <summary>When its newest token was made.</summary>
    public long DecodedTicks { get; private set; }

    /// <summary>When its first output was handed over, which is later where the front end takes time.</summary>
    public long FirstTicks { get; private set; }

    /// <summary>When its newest output was handed over.</summary>
    public long LastTicks { get; private set; }

    /// <summary>Outputs so far; each carries one token or more.</summary>
    public int Outputs { get; private set; }

    /// <summary>Tokens so far.</summary>
    public int Tokens { get; private set; }

    /// <summary>Tokens of the prompt that were in the cache when it was first scheduled.</summary>
    public int CachedTokens { get; set; }

    /// <summary>When it lost its blocks to an older sequence, each time.</summary>
    public long[] PreemptedTicks { get; private set; } = [];

    /// <summary>Where it was held up on purpose.</summary>
    public Stall[] Stalls { get; private set; } = [];

    /// <summary>Enters an output that its request has taken.</summary>
    public void Take(in TokenStep step)
    {
        if (Outputs == 0)
        {
            PrefilledTicks = step.EngineTicks;
            FirstTicks = step.DueTicks;
        }

        DecodedTicks = step.EngineTicks;
        LastTicks = step.DueTicks;
        Tokens += step.Tokens;
        Outputs++;
    }

    public void Preempted(long ticks) => PreemptedTicks = [.. PreemptedTicks, ticks];

    public void Stalled(in Stall stall) => Stalls = [.. Stalls, stall];
}
