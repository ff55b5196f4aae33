using VllmStream.Profiling.Metrics.Sweeps;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Output.Sweeps;

namespace VllmStream.Profiling.Sweeping;

/// <summary>The stages of a sweep of before, when it was the same sweep.</summary>
public static class SweepResume
{
    // What may differ: where it goes on from, and what no figure of a stage depends on.
    private static readonly string[] Free = ["seed", "rate", "concurrency", "users", "wait", "probe", "record"];

    /// <summary>Reads the stages that are done.</summary>
    /// <param name="stream">The sweep's own file.</param>
    /// <param name="options">The sweep that goes on with it.</param>
    /// <param name="isSimulator">True when the address differs from start to start.</param>
    /// <returns>The stages that say something about the server.</returns>
    /// <exception cref="OptionException">It is no sweep, or another one.</exception>
    public static IReadOnlyList<SweepStage> Read(Stream stream, SweepOptions options, bool isSimulator)
    {
        ArgumentNullException.ThrowIfNull(options);
        SweepStartedLine? started = null;
        var stages = new List<SweepStage>();
        try
        {
            foreach (var line in new NdjsonReader(stream).Read(type => type is SweepStartedLine.Word or StageLine.Word))
            {
                if (line is SweepStartedLine first)
                    started ??= first;
                else if (line is StageLine { Stage: var stage })
                    stages.Add(stage);
            }
        }
        catch (NdjsonFormatException e)
        {
            throw new OptionException($"--resume {options.ResumeFile}: {e.Message}");
        }
        if (started is null)
            throw new OptionException($"--resume {options.ResumeFile} is no file of a sweep; it is sweep-ID.ndjson, without the number of a stage");
        if (DifferenceOf(started, options, isSimulator) is { } difference)
            throw new OptionException($"--resume {options.ResumeFile} is of another sweep: {difference}");
        return SweepAnalysis.Valid(stages);
    }

    private static string? DifferenceOf(SweepStartedLine started, SweepOptions options, bool isSimulator)
    {
        var redactor = Redactor.Of(options.Run);
        if (started.Sweep.Load != options.Sweep.Load)
            return $"it raises {Metrics.Words.Of(started.Sweep.Load)}, and here it is {Metrics.Words.Of(options.Sweep.Load)}";
        if (started.Sweep.SloShare != options.Sweep.SloShare)
            return $"--slo-share is {started.Sweep.SloShare * 100:0.###}% there and {options.Sweep.SloShare * 100:0.###}% here";
        if (!isSimulator && !started.Target.StartsWith(redactor.Clean(options.Run.Target.Root), StringComparison.Ordinal))
            return $"its server is {started.Target}";
        if (!started.Slo.SequenceEqual(options.Run.Slo))
            return "--slo differs";
        if (!started.Checks.Select(check => check.Text).SequenceEqual(options.Run.Checks.Select(check => check.Text)))
            return "--check differs";
        foreach (var (name, now) in EffectiveOptions.Of(options.Run))
        {
            var then = started.Options.GetValueOrDefault(name);
            var clean = now is null ? null : redactor.Clean(now);
            if (then != clean && !Free.Contains(name))
                return $"--{name.Replace('_', '-')} is {then ?? "not given"} there and {clean ?? "not given"} here";
        }
        return null;
    }
}
