using VllmStream.Bench.Ceiling;
using VllmStream.Bench.Loads;

namespace VllmStream.Bench.Peers;

/// <summary>Other clients beside ours, one after another on the same core against the same server, by their own clocks and stamps.</summary>
internal static class PeersCommand
{
    // Spread over the gap and of mixed lengths, as the loads of the ceiling.
    private static readonly PacedLoad[] Loads =
    [
        new() { Name = "peers-100", Streams = 100, GapMs = 50, Tokens = 100, Spread = 50 },
        new() { Name = "peers-1000", Streams = 1000, GapMs = 50, Tokens = 100, Spread = 50 },
    ];

    /// <summary>Runs every peer under every load and prints one table for each.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            var options = CeilingOptions.Parse(arguments);
            if (options.Cases.FirstOrDefault(name => Loads.All(load => load.Name != name)) is { } unknown)
                throw new BenchException($"no load {unknown}; there are: {string.Join(", ", Loads.Select(load => load.Name))}");
            foreach (var load in Loads.Where(load => options.Cases.Count == 0 || options.Cases.Contains(load.Name)))
                await MeasureAsync(load, options);
            return 0;
        }
        catch (BenchException e)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message}");
            return 2;
        }
    }

    private static async Task MeasureAsync(PacedLoad load, CeilingOptions options)
    {
        Console.WriteLine($"\n{load.Name}: {load.Title}");
        Console.WriteLine(LoadTable.Header);
        LoadFigures? ours = null;
        foreach (var client in (LoadClient[])[new VllmstreamClient(options.Program, options.Transport), new HttpClientClient(), new AiohttpClient(), new LocustClient()])
        {
            if (client is PythonClient python && await python.MissingAsync() is { } missing)
            {
                Console.WriteLine($"{client.Name,-22} {missing}");
                continue;
            }
            var runs = new List<LoadFigures>();
            for (var run = 0; run < options.Runs; run++)
                runs.Add(await LoadMeasurement.RunAsync(client, load, options.Seconds));
            var figures = runs.Count == 1 ? runs[0] : LoadFigures.Median(runs);
            Console.WriteLine(LoadTable.Line(figures));
            ours ??= figures;
            if (figures != ours)
                Console.WriteLine(LoadTable.Ratio(figures, ours));
        }
    }
}
