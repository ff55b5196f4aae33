using VllmStream.Bench.Loads;

namespace VllmStream.Bench.Ceiling;

/// <summary>A paced load, read by the built executable and by the lean C loop in turn, each alone on its core.</summary>
internal static class PacedCase
{
    /// <summary>The loads that have a case each.</summary>
    public static IReadOnlyList<PacedLoad> Loads { get; } =
    [
        new() { Name = "paced-1000", Streams = 1000, GapMs = 20, Tokens = 200, Spread = 100 },
        new() { Name = "paced-2000", Streams = 2000, GapMs = 50, Tokens = 100, Spread = 50 },
        new() { Name = "together-2000", Streams = 2000, GapMs = 50, Tokens = 100, Spread = 50, Together = true },
        new() { Name = "slow-5000", Streams = 5000, GapMs = 250, Tokens = 40, Spread = 20, WarmupSeconds = 12 },
        new() { Name = "slow-10000", Streams = 10_000, GapMs = 500, Tokens = 24, Spread = 12, WarmupSeconds = 14 },
    ];

    /// <summary>Runs it and prints its table.</summary>
    public static async Task RunAsync(PacedLoad load, CeilingOptions options)
    {
        LoadClient[] clients = [new VllmstreamClient(options.Program, options.Transport), new LeanClient()];
        var runs = clients.Select(_ => new List<LoadFigures>()).ToArray();
        Console.WriteLine($"\n{load.Name}: {load.Title}");
        Console.WriteLine(LoadTable.Header);
        // Clients take turns, so that a noisy minute of the machine falls on all of them.
        for (var run = 0; run < options.Runs; run++)
        {
            for (var i = 0; i < clients.Length; i++)
            {
                var figures = await LoadMeasurement.RunAsync(clients[i], load, options.Seconds);
                runs[i].Add(figures);
                Console.WriteLine(LoadTable.Line(figures));
            }
        }

        var medians = runs.Select(LoadFigures.Median).ToArray();
        for (var i = 0; i < clients.Length && options.Runs > 1; i++)
            Console.WriteLine(LoadTable.Line(medians[i], $"= median: {clients[i].Name}"));
        Console.WriteLine(LoadTable.Ratio(medians[0], medians[1]));
    }
}
