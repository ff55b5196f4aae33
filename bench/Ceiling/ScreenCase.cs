using VllmStream.Bench.Loads;

namespace VllmStream.Bench.Ceiling;

/// <summary>What does looking cost? The same run with the screen and without, in turn, with 1,000 requests in flight.</summary>
internal static class ScreenCase
{
    /// <summary>Its name on the command line.</summary>
    public const string Name = "screen";

    private static readonly PacedLoad Load = new() { Name = Name, Streams = 1000, GapMs = 200, Tokens = 40, Spread = 20, WarmupSeconds = 8 };

    /// <summary>Runs it and prints its table.</summary>
    public static async Task RunAsync(CeilingOptions options)
    {
        LoadClient[] clients = [new VllmstreamClient(options.Program, transport: null), new ScreenClient(options.Program)];
        var runs = clients.Select(_ => new List<LoadFigures>()).ToArray();
        Console.WriteLine($"\n{Load.Name}: {Load.Title}");
        Console.WriteLine(LoadTable.Header);
        for (var run = 0; run < options.Runs; run++)
        {
            for (var i = 0; i < clients.Length; i++)
            {
                var figures = await LoadMeasurement.RunAsync(clients[i], Load, options.Seconds);
                runs[i].Add(figures);
                Console.WriteLine(LoadTable.Line(figures));
            }
        }

        var medians = runs.Select(LoadFigures.Median).ToArray();
        for (var i = 0; i < clients.Length && options.Runs > 1; i++)
            Console.WriteLine(LoadTable.Line(medians[i], $"= median: {clients[i].Name}"));
        Console.WriteLine(FormattableString.Invariant($"the screen costs {(medians[1].CpuRatio - medians[0].CpuRatio) * 100:0.00} % of one core"));
    }
}
