namespace VllmStream.Profiling.Options;

/// <summary>Reads a load that goes up and down: of a rate, or of requests in flight.</summary>
internal static class StagesReader
{
    public static LoadOptions Read(OptionValues values, OptionValue given)
    {
        if ((values.One("--duration") ?? values.One("--requests")) is { } end)
            throw end.Wrong($"says when the run ends, and so does {given.Shown}; keep one");
        if (values.One("--warmup") is { } warmup && !WarmupText.IsNone(warmup.Text))
            throw warmup.Wrong($"comes before the plan of {given.Shown}; write it as a first stage, or leave it out");
        return values.Word("--stages-of", false, ("rate", false), ("concurrency", true)) ? ReadConcurrency(values, given) : ReadRate(values, given);
    }

    private static LoadOptions ReadRate(OptionValues values, OptionValue given)
    {
        var stages = OptionReader.Parse<IReadOnlyList<LoadStage>>(given, StagesText.TryParse);
        var profile = new StageProfile(stages);
        return LoadReader.WithArrival(new LoadOptions { Kind = LoadKind.Open, Stages = stages, RatePerSecond = profile.Sum / profile.Seconds }, values);
    }

    private static LoadOptions ReadConcurrency(OptionValues values, OptionValue given)
    {
        if (values.One("--max-concurrency") is { } ceiling)
            throw ceiling.Wrong("is a ceiling over a rate, and the stages are of concurrency; leave it out");
        LoadReader.RefuseArrivalWithoutRate(values);
        var stages = OptionReader.Parse<IReadOnlyList<LoadStage>>(given, StagesText.TryParseConcurrency);
        return new LoadOptions { Kind = LoadKind.Closed, Stages = stages, Concurrency = (int)stages.Max(stage => stage.Level) };
    }
}
