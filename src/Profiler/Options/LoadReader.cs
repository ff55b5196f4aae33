using VllmStream.Profiling.Options.Scenarios;

namespace VllmStream.Profiling.Options;

/// <summary>Reads the one load shape.</summary>
public static class LoadReader
{
    // More sockets than this one process cannot open (ports of one address, file descriptors).
    private const int MostInFlight = 60_000;

    // More loops than a machine has cores only wait for each other.
    private const int MostLoops = 1024;

    internal static LoadOptions Read(OptionValues values, List<string> warnings)
    {
        var load = ReadShape(values, warnings);
        load = load with
        {
            Transport = ReadTransport(values),
            Loops = (int?)values.Count("--loops", 1, MostLoops),
        };
        if (load.Transport == TransportKind.Portable && values.One("--loops") is { } loops)
            throw loops.Wrong($"is about event loops, and {(values.Has("--http2") ? "--http2" : "--transport portable")} has none");
        return load;
    }

    /// <summary>Reads how bytes are sent and received.</summary>
    /// <exception cref="OptionException">There is no such transport, or not on this system.</exception>
    public static TransportKind ReadTransport(OptionValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var kind = ReadKind(values);
        if (!values.Has("--http2"))
            return kind;
        // .NET's HTTP/2 brings its own reads.
        return values.One("--transport") is { } given && kind == TransportKind.Epoll
            ? throw given.Wrong("and --http2 exclude each other: event loops speak HTTP/1.1 only; leave --transport out")
            : TransportKind.Portable;
    }

    private static TransportKind ReadKind(OptionValues values)
    {
        var transport = values.Word("--transport", new LoadOptions().Transport, ("epoll", TransportKind.Epoll), ("portable", TransportKind.Portable));
        return transport == TransportKind.Epoll && !OperatingSystem.IsLinux()
            ? throw values.One("--transport")!.Wrong("needs Linux; here it is --transport portable")
            : transport;
    }

    private static LoadOptions ReadShape(OptionValues values, List<string> warnings)
    {
        var rate = values.One("--rate");
        var concurrency = values.One("--concurrency");
        var ceiling = values.One("--max-concurrency");
        if (values.One("--stages") is { } stages)
            return ReadStages(values, stages, rate ?? concurrency ?? values.One("--users"));
        if (values.One("--users") is { } users)
            return ReadUsers(values, users, rate ?? concurrency ?? ceiling);
        if ((values.One("--think") ?? values.One("--spawn-rate")) is { } lost && !values.Has("--scenario"))
            throw lost.Wrong("is about users, and there are none; add --users N");
        RefuseTwoShapes(rate, concurrency, ceiling);

        // vLLM's benchmark: no rate, or an infinite one, under a ceiling is a closed loop of that size.
        var isInfinite = rate?.Text is "inf" or "infinity";
        if (rate is null || isInfinite)
        {
            RefuseArrivalWithoutRate(values);
            if (isInfinite && ceiling is null)
                throw rate!.Wrong("has no plan to keep; write --concurrency N for as fast as N in flight go");
            if (ceiling is not null)
                warnings.Add($"{ceiling.Spelling} without a rate is read as --concurrency {ceiling.Text}");
            var size = values.Count(ceiling is null ? "--concurrency" : "--max-concurrency", 1, MostInFlight);
            return new LoadOptions { Kind = LoadKind.Closed, Concurrency = (int?)size ?? new LoadOptions().Concurrency };
        }

        var (arrival, burstiness) = ReadArrival(values);
        return new LoadOptions
        {
            Kind = LoadKind.Open,
            RatePerSecond = OptionReader.Parse<double>(rate, RateText.TryParse),
            Arrival = arrival,
            Burstiness = burstiness,
            MaxConcurrency = (int?)values.Count("--max-concurrency", 1, MostInFlight),
        };
    }

    /// <summary>The load of a scenario: its users, unless the command line gives a shape of its own.</summary>
    internal static LoadOptions WithScenario(LoadOptions load, Scenario scenario, OptionValues values)
    {
        if (load.Kind == LoadKind.Open || values.Has("--concurrency"))
        {
            return (values.One("--think") ?? values.One("--spawn-rate")) is { } lost ? throw lost.Wrong("is about users, and the load has none; use --users N") : load;
        }
        return load with
        {
            Kind = LoadKind.Users,
            Concurrency = values.Has("--users") ? load.Concurrency : scenario.Users ?? load.Concurrency,
            SpawnRate = values.Read<double>("--spawn-rate", RateText.TryParse) ?? scenario.SpawnRate,
            Think = values.Read<TimeRange>("--think", TimeRange.TryParse) ?? scenario.Think,
        };
    }

    private static LoadOptions ReadStages(OptionValues values, OptionValue given, OptionValue? other)
    {
        if (other is not null)
            throw new OptionException($"{given.Shown} and {other.Shown} are two load shapes; keep one");
        if ((values.One("--duration") ?? values.One("--requests")) is { } end)
            throw end.Wrong($"says when the run ends, and so does {given.Shown}; keep one");
        if (values.One("--warmup") is { Text: not ("0" or "0s") } warmup)
            throw warmup.Wrong($"comes before the plan of {given.Shown}; write it as a first stage, or leave it out");
        var stages = OptionReader.Parse<IReadOnlyList<LoadStage>>(given, StagesText.TryParse);
        var (arrival, burstiness) = ReadArrival(values);
        var (sent, seconds, last) = (0.0, 0.0, 0.0);
        foreach (var stage in stages)
        {
            sent += stage.Duration.TotalSeconds * (stage.RatePerSecond + (stage.IsRamp ? last : stage.RatePerSecond)) / 2;
            seconds += stage.Duration.TotalSeconds;
            last = stage.RatePerSecond;
        }
        return new LoadOptions
        {
            Kind = LoadKind.Open,
            Stages = stages,
            RatePerSecond = sent / seconds,
            Arrival = arrival,
            Burstiness = burstiness,
            MaxConcurrency = (int?)values.Count("--max-concurrency", 1, MostInFlight),
        };
    }

    private static LoadOptions ReadUsers(OptionValues values, OptionValue users, OptionValue? other) => other is null
        ? new LoadOptions
        {
            Kind = LoadKind.Users,
            Concurrency = (int)values.Count("--users", 1, MostInFlight)!.Value,
            SpawnRate = values.Read<double>("--spawn-rate", RateText.TryParse),
            Think = values.Read<TimeRange>("--think", TimeRange.TryParse) ?? default,
        }
        : throw new OptionException($"{users.Shown} and {other.Shown} are two load shapes; keep one");

    private static void RefuseTwoShapes(OptionValue? rate, OptionValue? concurrency, OptionValue? ceiling)
    {
        if (concurrency is null)
            return;
        if (rate is not null)
        {
            throw new OptionException(
                $"{rate.Shown} and {concurrency.Shown} are two load shapes; for a rate with a ceiling use --rate {rate.Text} --max-concurrency {concurrency.Text}");
        }

        if (ceiling is not null)
        {
            throw new OptionException(
                $"{concurrency.Shown} and {ceiling.Shown} are two load shapes; a ceiling belongs to a rate, so keep {concurrency.Shown}");
        }
    }

    private static void RefuseArrivalWithoutRate(OptionValues values)
    {
        var arrival = values.One("--arrival") ?? values.One("--burstiness");
        if (arrival is not null)
            throw arrival.Wrong("is about the gaps of a rate, and there is none; add --rate R");
    }

    private static (ArrivalKind Kind, double Burstiness) ReadArrival(OptionValues values)
    {
        var given = values.One("--arrival");
        var burstiness = values.One("--burstiness");
        var shape = burstiness is null ? (double?)null : OptionReader.Parse<double>(burstiness, ArrivalText.TryParseShape);
        if (given is null)
            return shape is null ? (ArrivalKind.Poisson, 1) : (ArrivalKind.Gamma, shape.Value);

        if (!ArrivalText.TryParse(given.Text, out var kind, out var ownShape, out var problem))
            throw given.Wrong(problem);
        if (kind != ArrivalKind.Gamma && burstiness is null)
            return (kind, 1);

        // A shape of 1 is Poisson itself, and vLLM's default: no contradiction.
        if (kind == ArrivalKind.Poisson && shape == 1)
            return (kind, 1);
        if (kind != ArrivalKind.Gamma || (ownShape is not null && shape is not null && ownShape != shape))
            throw new OptionException($"{given.Shown} and {burstiness!.Shown} contradict each other; keep one");
        return ownShape is null && shape is null
            ? throw given.Wrong("has no shape; write gamma:0.5")
            : (kind, ownShape ?? shape!.Value);
    }
}
