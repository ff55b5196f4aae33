using System.Globalization;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Load;

/// <summary>Changes a load while it runs: more or less of it, and a new measured window. Any thread; a short lock.</summary>
internal sealed class LoadSteering(LoadOptions load, MeasuredWindow window, Action<double, long> apply, Action<RunItem> post)
{
    // Of the level at the start.
    private const int StepsOfWhole = 10;

    // Each has figures of its own in the summary.
    private const int MostChanges = 50;

    private readonly Lock _gate = new();
    private double _level = InitialLevel(load) ?? 0;
    private int _steps;
    private int _changes;

    /// <summary>Requests in flight, users, or requests per second at the start; null where stages or a trace say how the load goes.</summary>
    public static double? InitialLevel(LoadOptions load) =>
        load.Stages.Count > 0 || load.Trace is not null ? null : load.Kind == LoadKind.Open ? load.RatePerSecond : load.Concurrency;

    /// <summary>The same now.</summary>
    public double? Level => InitialLevel(load) is null ? null : Volatile.Read(ref _level);

    /// <summary>One step up or down: a tenth of the level at the start, and of requests in flight or users at least one.</summary>
    /// <param name="direction">+1 or -1.</param>
    /// <returns>Null when it was made, else why not.</returns>
    public string? Step(int direction)
    {
        if (FixedLoad() is { } plan)
            return plan;
        lock (_gate)
        {
            var level = LevelAfter(_steps + direction);
            if (level is not { } next)
                return "less load than this is none";
            if (_changes == MostChanges)
                return string.Create(CultureInfo.InvariantCulture, $"the load was changed {MostChanges} times already");
            if (direction > 0 && RefusedBySystem(next) is { } refused)
                return refused;
            if (load.Kind == LoadKind.Open && window.MeasuredFromTicks == 0)
                return "the warm-up of an open loop goes by its plan; a step takes effect after it";
            if (!window.TryChange(ticks => post(new RunItem(null, default, null, ticks) { Level = next }), out var atTicks))
                return "the run sends nothing more";
            _steps += direction;
            _changes++;
            Volatile.Write(ref _level, next);
            apply(next, atTicks);
            return null;
        }
    }

    /// <summary>What has been measured is set aside, and measuring begins anew, for as long or as many as the first time.</summary>
    /// <returns>Null when it was done, else why not.</returns>
    public string? NewWindow()
    {
        if (FixedLoad() is { } plan)
            return plan;
        return window.TryRestart((number, ticks) => post(new RunItem(null, default, null, ticks) { Window = number }))
            ? null
            : "a new window needs one that has begun and is not over";
    }

    private string? FixedLoad() =>
        load.Trace is not null ? "a trace has its own times" : load.Stages.Count > 0 ? "the stages say how the load goes" : null;

    // Null below the least there can be.
    private double? LevelAfter(int steps)
    {
        if (load.Kind == LoadKind.Open)
            return steps > -StepsOfWhole ? load.RatePerSecond * (StepsOfWhole + steps) / StepsOfWhole : null;
        var step = Math.Max(1, (int)Math.Round(load.Concurrency / (double)StepsOfWhole));
        var level = load.Concurrency + (long)steps * step;
        // The last step down may be a short one.
        return level >= 1 ? level : level + step > 1 ? 1 : null;
    }

    private string? RefusedBySystem(double level)
    {
        if (load.Kind == LoadKind.Open)
            return null;
        try
        {
            SystemLimits.RequireDescriptors((int)level);
            return null;
        }
        catch (OptionException few)
        {
            return few.Message;
        }
    }
}
