using System.Globalization;
using VllmStream.Profiling.Metrics.Sweeps;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Sweeping;

/// <summary>Turns a command line of sweep into <see cref="SweepOptions"/>: takes its own options, and hands the rest on with the lowest load in place of the range.</summary>
public static class SweepReader
{
    // The one more than that is known better by a run of its own.
    private const int MostPoints = 100;

    private static readonly string[] Shapes = ["--rate", "--concurrency", "--users"];

    /// <summary>Reads the options of a sweep.</summary>
    /// <param name="values">Options as given.</param>
    /// <param name="url">The address; null only with the simulator.</param>
    /// <param name="sources">Environment and files.</param>
    /// <exception cref="OptionException">The first thing that is wrong.</exception>
    public static SweepReading Read(OptionValues values, string? url, IOptionSources sources)
    {
        ArgumentNullException.ThrowIfNull(values);
        var given = FindShape(values);
        var (from, to) = given is null ? (1, null) : ReadRange(given);
        var first = given ?? new OptionValue(OptionTable.Find(CommandKinds.Sweep, "--rate")!, "--rate", "1", IsImplied: true);
        // A line may repeat the same value.
        var plain = values.Given.Where(value => value.Definition.Name != first.Definition.Name).Append(first with { Text = Plain(from) });
        var reading = RunOptionsReader.Read(new OptionValues(plain), url, sources);
        var share = ReadShare(values);
        return new SweepReading(
            new SweepOptions
            {
                Run = reading.Options,
                Sweep = new SweepDescription
                {
                    Load = LoadOf(first),
                    From = from,
                    To = to,
                    Points = (int?)values.Count("--points", 2, MostPoints) ?? new SweepDescription().Points,
                    SloShare = share,
                    StageS = reading.Options.Limits.Duration!.Value.TotalSeconds,
                },
                ResumeFile = values.One("--resume")?.Text,
            },
            reading.Warnings);
    }

    private static OptionValue? FindShape(OptionValues values)
    {
        var given = Shapes.Select(values.One).OfType<OptionValue>().ToArray();
        if (given is [{ } first, { } second, ..])
            throw new OptionException($"{first.Shown} and {second.Shown} are two load shapes; keep one");
        return given.FirstOrDefault();
    }

    private static SweepLoad LoadOf(OptionValue shape) => shape.Definition.Name switch
    {
        "--rate" => SweepLoad.Rate,
        "--concurrency" => SweepLoad.Concurrency,
        _ => SweepLoad.Users,
    };

    private static (double From, double? To) ReadRange(OptionValue given)
    {
        var parts = given.Text.Split("..", 2);
        var from = ReadLevel(given, parts[0]);
        if (parts.Length == 1)
            return (from, null);
        var to = ReadLevel(given, parts[1]);
        return to > from ? (from, to) : throw given.Wrong($"does not rise; write the lower one first, as in {given.Spelling} {Plain(from)}..{Plain(from * 16)}");
    }

    private static double ReadLevel(OptionValue given, string text)
    {
        if (given.Definition.Name == "--rate")
            return RateText.TryParse(text, out var rate, out var problem) ? rate : throw given.Wrong(problem);
        return CountText.TryParse(text, 1, LoadReader.MostInFlight, out var count, out var wrong) ? count : throw given.Wrong(wrong);
    }

    private static double ReadShare(OptionValues values)
    {
        if (values.One("--slo-share") is not { } given)
            return new SweepDescription().SloShare;
        if (!values.Has("--slo"))
            throw given.Wrong("is the share that meets objectives, and there are none; add --slo ttft<500ms");
        var share = OptionReader.Parse<double>(given, PercentText.TryParse);
        // All of them cannot be told from nearly all by any number of requests.
        return share is > 0 and < 1 ? share : throw given.Wrong("must be above 0% and under 100%");
    }

    private static string Plain(double level) => level.ToString("0.#########", CultureInfo.InvariantCulture);
}
