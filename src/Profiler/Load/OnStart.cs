using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Load;

/// <summary>What a user does once before the first task. Its requests have numbers below 0 and are recorded as warm-up.</summary>
internal static class OnStart
{
    // -1 is the probe's.
    private const long First = -2;

    /// <summary>Sends the steps one after the other.</summary>
    /// <returns>False when one failed: what it was to find is missing.</returns>
    public static async ValueTask<bool> RunAsync(LoadEngine engine, LoadLane lane, long user, Session session)
    {
        var steps = engine.Plan.OnStart;
        for (var i = 0; i < steps.Count; i++)
        {
            var number = First - user * steps.Count - i;
            // What is drawn by chance is drawn from a number above 0.
            steps[i].SetVariables(new PlanPlace(-number, RunStage.Before, -number), session);
            var claim = new Claim(new PlanPlace(number, RunStage.Before, number), Warmup: true);
            var outcome = await engine.RunRequestAsync(lane, steps[i], claim, session, Ticks.Now, Ticks.Now);
            if (!outcome.IsSuccess())
                return false;
            if (steps[i].HasThink)
            {
                await engine.PauseAsync(steps[i].ThinkOf(-number));
                await lane.Lane.ReturnAsync();
            }
        }
        return true;
    }
}
