using VllmStream.Profiling.Comparing;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;

namespace VllmStream.Cli.Running;

/// <summary>The run that another one is held against: read before that one begins, so that a file that is none stops nothing half-way.</summary>
internal sealed class Baseline
{
    private readonly RunSamples _samples;
    private readonly ComparisonOptions _options;

    private Baseline(RunSamples samples, ComparisonOptions options) => (_samples, _options) = (samples, options);

    /// <summary>Reads it; null where the options name none.</summary>
    /// <exception cref="OptionException">It is no run, or one that nothing can be held against.</exception>
    internal static Baseline? Read(BaselineOptions? options)
    {
        if (options is null)
            return null;
        RunSamples samples;
        try
        {
            samples = RunSamplesReader.Read(options.File, options.File);
        }
        catch (NdjsonFormatException e)
        {
            throw new OptionException($"--baseline {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new OptionException($"--baseline {options.File} cannot be read: {e.Message}");
        }

        var judgement = samples.Summary.Judgement;
        return judgement.Verdict is Verdict.Valid or Verdict.Interrupted
            ? new Baseline(samples, options.Comparison)
            : throw new OptionException($"--baseline {options.File} is {VerdictText.Of(judgement.Verdict)}, and nothing can be held against it: {judgement.Reason}; name a run that is VALID");
    }

    /// <summary>Holds a run against it.</summary>
    /// <param name="path">The run's file, with or without its summary.</param>
    /// <param name="summary">Its summary.</param>
    /// <param name="missing">Why lines are missing in it; null where none are.</param>
    internal CheckResult Judge(string path, RunSummary summary, string? missing)
    {
        if (missing is not null)
            return BaselineCheck.NotJudged(_samples.Name, $"the file of the run is not whole: {missing}");
        try
        {
            if (!CanBeReadAgain(path))
                return BaselineCheck.NotJudged(_samples.Name, $"{path} is no file that can be read again; write -o FILE");
            return BaselineCheck.Of(RunComparer.Compare(_samples, RunSamplesReader.Read(path, path, summary: summary), _options));
        }
        catch (Exception e) when (e is NdjsonFormatException or FormatException or IOException or UnauthorizedAccessException)
        {
            return BaselineCheck.NotJudged(_samples.Name, $"the file of the run cannot be read: {e.Message}");
        }
    }

    // Neither a pipe nor /dev/null.
    private static bool CanBeReadAgain(string path)
    {
        using var stream = File.OpenRead(path);
        return stream is { CanSeek: true, Length: > 0 };
    }
}
