using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Output;

/// <summary>A load shape in a few words, as the summary and the screen say it.</summary>
public static class LoadText
{
    /// <summary>"open loop 8.00 req/s poisson, cap 128, seed 42".</summary>
    public static string Of(LoadDescription load)
    {
        var parts = new List<string>();
        if (load.Kind == "open")
        {
            var arrival = load.Arrival == "gamma" ? $"gamma {load.Burstiness}" : load.Arrival;
            var unit = load.Arrivals is null or "requests" ? "req/s" : $"{load.Arrivals}/s";
            parts.Add(load.Trace is { } trace
                ? $"open loop, times of {trace}{(load.Speed is 1 ? "" : $" x {Figure.Three(load.Speed)}")}, {Figure.Three(load.RatePerS)} {unit}"
                : $"open loop {load.Stages ?? Figure.Three(load.RatePerS)} {unit} {arrival}".TrimEnd());
            if (load.MaxConcurrency is { } cap)
                parts.Add($"cap {cap}");
        }
        else if (load.Kind == "users")
        {
            parts.Add($"{load.Concurrency} users");
            if (load.SpawnPerS is { } rate)
                parts.Add($"{Figure.Three(rate)} more per second");
            if (load.Think is { } think)
                parts.Add($"think {think}");
        }
        else
        {
            parts.Add($"closed loop {load.Stages ?? $"{load.Concurrency}"} in flight");
        }
        if (load.Cancel is { } cancel)
            parts.Add($"cancel {cancel}");

        if (load.Seed is { } seed)
            parts.Add($"seed {seed}");
        return string.Join(", ", parts);
    }
}
