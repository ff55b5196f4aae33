using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Probing;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling;

/// <summary>Descriptions of runs that are not this process's own.</summary>
public static class RunDescriptions
{
    /// <summary>What options alone say of a run: no server was asked.</summary>
    public static RunDescription Unasked(RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return RunDescribing.Describe(options, RequestPlan.ScenarioOf(options.Workload), ReadyServer.Unasked(options.Workload.Model ?? "")) with { Tool = ProfilerRun.Tool };
    }
}
