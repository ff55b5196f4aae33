using VllmStream.Profiling;

namespace VllmStream.Cli.Running;

/// <summary>What a person is told before the load begins.</summary>
internal static class Introduction
{
    /// <summary>The lines: what to know of the run, what the probe showed, and the plan.</summary>
    internal static IEnumerable<string> Of(RunReady ready)
    {
        foreach (var notice in ready.Run.Notices)
            yield return $"warning: {notice}";
        if (ready.Probe is { } probe)
            yield return ProbeText.OneLine(probe, ready.Run);
        foreach (var finding in ready.Probe?.Findings ?? [])
        {
            // What a run does not say by itself: the rest is in its notices, or for those who ask for a probe.
            if (finding is { Topic: "stream" or "context" or "warnings", Advice: { } advice })
                yield return $"warning: {finding.Text}; {advice}";
        }

        yield return PlanSentence.Of(ready.Options);
    }
}
