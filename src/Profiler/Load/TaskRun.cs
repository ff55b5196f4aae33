using System.Runtime.CompilerServices;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Load;

/// <summary>Runs the task that a claim stands for: one request, or a sequence that shares variables.</summary>
internal static class TaskRun
{
    /// <summary>Sends its requests one after the other; one that fails ends it, for later ones build on it.</summary>
    /// <param name="engine">Runs requests.</param>
    /// <param name="window">Says whether a further step may still be sent.</param>
    /// <param name="lane">Where it runs; called there.</param>
    /// <param name="claim">Leave to begin it.</param>
    /// <param name="user">What the user knows; the task works on a copy.</param>
    /// <param name="scheduledTicks">When its first request was due.</param>
    /// <param name="freeTicks">When nothing held that back any more.</param>
    /// <returns>How its last request ended.</returns>
    public static ValueTask<Outcome> RunAsync(LoadEngine engine, MeasuredWindow window, LoadLane lane, Claim claim, Session? user, long scheduledTicks, long freeTicks)
    {
        if (engine.Plan.IsPaired)
            return RunPairAsync(engine, window, lane, claim, user, scheduledTicks, freeTicks);
        var task = engine.Plan.TaskOf(claim.Place);
        return task.NeedsSession
            ? RunSequenceAsync(engine, window, lane, task, claim, user is null ? new Session() : new Session(user), scheduledTicks, freeTicks)
            : engine.RunRequestAsync(lane, task.Steps[0], NumberOf(engine, claim, step: 0), session: null, scheduledTicks, freeTicks);
    }

    /// <summary>Sends one member of a pair; the plan says what it is and when the other one is due.</summary>
    /// <param name="engine">Runs requests.</param>
    /// <param name="lane">Where it runs; called there.</param>
    /// <param name="claim">Leave to send it, under the request's own number.</param>
    /// <param name="user">What the user knows; each member works on a copy.</param>
    /// <param name="scheduledTicks">When it was due.</param>
    /// <param name="freeTicks">When nothing held it back any more.</param>
    /// <returns>How it ended.</returns>
    public static ValueTask<Outcome> RunMemberAsync(LoadEngine engine, LoadLane lane, Claim claim, Session? user, long scheduledTicks, long freeTicks)
    {
        var step = engine.Plan.MemberOf(claim.Place);
        if (!step.NeedsSession)
            return engine.RunRequestAsync(lane, step, claim, session: null, scheduledTicks, freeTicks);
        var session = user is null ? new Session() : new Session(user);
        step.SetVariables(claim.Place, session);
        return engine.RunRequestAsync(lane, step, claim, session, scheduledTicks, freeTicks);
    }

    // The second member is sent whatever became of the first: how often each fails is part of the comparison.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Outcome> RunPairAsync(
        LoadEngine engine, MeasuredWindow window, LoadLane lane, Claim claim, Session? user, long scheduledTicks, long freeTicks)
    {
        var outcome = await RunMemberAsync(engine, lane, NumberOf(engine, claim, step: 0), user, scheduledTicks, freeTicks);
        scheduledTicks = freeTicks = Ticks.Now;
        if (!window.TrySendSecond(claim.Warmup, scheduledTicks))
            return outcome;
        engine.Counts.OnDue(claim.Warmup);
        return await RunMemberAsync(engine, lane, NumberOf(engine, claim, step: 1), user, scheduledTicks, freeTicks);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Outcome> RunSequenceAsync(
        LoadEngine engine, MeasuredWindow window, LoadLane lane, PlannedTask task, Claim claim, Session session, long scheduledTicks, long freeTicks)
    {
        for (var i = 0; ; i++)
        {
            var step = task.Steps[i];
            var numbered = NumberOf(engine, claim, i);
            step.SetVariables(numbered.Place, session);
            var outcome = await engine.RunRequestAsync(lane, step, numbered, session, scheduledTicks, freeTicks);
            if (!outcome.IsSuccess() || i == task.Steps.Count - 1)
                return outcome;
            if (step.HasThink)
                await engine.PauseAsync(lane, step.ThinkOf(numbered.Place.Number), window.Over);
            scheduledTicks = freeTicks = Ticks.Now;
            if (!window.TryGoOn(ref claim, scheduledTicks))
                return outcome;
            engine.Counts.OnDue(claim.Warmup);
        }
    }

    private static Claim NumberOf(LoadEngine engine, Claim claim, int step)
    {
        var (place, steps) = (claim.Place, engine.Plan.StepsPerTask);
        return claim with { Place = place with { Number = place.Number * steps + step, InStage = place.InStage * steps + step } };
    }
}
