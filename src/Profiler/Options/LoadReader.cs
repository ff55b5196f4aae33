using VllmStream.Profiling.Options.Traces;

namespace VllmStream.Profiling.Options;

/// <summary>Reads the one load shape.</summary>
public static class LoadReader
{
    // More sockets than this one process cannot open (ports of one address, file descriptors).
    internal const int MostInFlight = 60_000;

    // More loops than a machine has cores only wait for each other.
    private const int MostLoops = 1024;

    internal static LoadOptions Read(OptionValues values, IOptionSources sources, List<string> warnings)
    {
        RefuseLostOptions(values);
        var load = ReadShape(values, sources, warnings) with
        {
            Cancel = values.Read<CancelTerm>("--cancel", CancelText.TryParse),
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

    /// <summary>The gaps of a plan, and what may be in flight under it.</summary>
    internal static LoadOptions WithArrival(LoadOptions load, OptionValues values)
    {
        var (arrival, burstiness) = ReadArrival(values);
        return load with { Arrival = arrival, Burstiness = burstiness, MaxConcurrency = ReadCeiling(values) };
    }

    internal static int? ReadCeiling(OptionValues values) => (int?)values.Count("--max-concurrency", 1, MostInFlight);

    private static LoadOptions ReadShape(OptionValues values, IOptionSources sources, List<string> warnings)
    {
        var rate = values.One("--rate");
        var concurrency = values.One("--concurrency");
        var ceiling = values.One("--max-concurrency");
        // Each of these is a whole shape; a rate with a number in flight has a better answer than to drop one.
        OptionValue?[] shapes = [values.One("--stages"), values.One("--trace"), values.One("--users"), rate ?? concurrency];
        if (Array.FindAll(shapes, shape => shape is not null) is [{ } first, { } second, ..])
            throw new OptionException($"{first.Shown} and {second.Shown} are two load shapes; keep one");
        if (shapes[0] is { } stages)
            return StagesReader.Read(values, stages);
        if (shapes[1] is { } trace)
            return TraceReader.Read(values, trace, sources, warnings);
        if (shapes[2] is { } users)
            return UsersReader.Read(values, users, ceiling);
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
        return WithArrival(new LoadOptions { Kind = LoadKind.Open, RatePerSecond = OptionReader.Parse<double>(rate, RateText.TryParse) }, values);
    }

    // Options that belong to a shape which was not given.
    private static void RefuseLostOptions(OptionValues values)
    {
        if ((values.One("--think") ?? values.One("--spawn-rate")) is { } lost && !values.Has("--users") && !values.Has("--scenario"))
            throw lost.Wrong("is about users, and there are none; add --users N");
        if (values.One("--stages-of") is { } kind && !values.Has("--stages"))
            throw kind.Wrong("is about stages, and there are none; add --stages 30s:2,2m>8");
        if (values.One("--speed") is { } speed && !values.Has("--trace"))
            throw speed.Wrong("is about a trace, and there is none; add --trace FILE");
    }

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

    internal static void RefuseArrivalWithoutRate(OptionValues values)
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
