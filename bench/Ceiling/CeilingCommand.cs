using VllmStream.Bench.Loads;

namespace VllmStream.Bench.Ceiling;

/// <summary>
/// What does one core of this machine carry, and how wrong are the numbers there? A C server on one core knows when it sent each
/// event; the built client on the other is joined with it event by event, and held against a C loop that does nothing but read.
/// </summary>
internal static class CeilingCommand
{
    /// <summary>Runs the cases that were asked for.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            var options = CeilingOptions.Parse(arguments);
            string[] names = [FirehoseCase.Name, .. PacedCase.Loads.Select(load => load.Name), SendLagCase.Name, StartCase.Name, ScreenCase.Name, SimulatorPaceCase.Name];
            if (options.Cases.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
                throw new BenchException($"no case {unknown}; there are: {string.Join(", ", names)}");
            foreach (var name in names.Where(name => options.Cases.Count == 0 || options.Cases.Contains(name)))
            {
                await (name switch
                {
                    FirehoseCase.Name => FirehoseCase.RunAsync(options),
                    SendLagCase.Name => SendLagCase.RunAsync(options),
                    StartCase.Name => StartCase.RunAsync(options),
                    ScreenCase.Name => ScreenCase.RunAsync(options),
                    SimulatorPaceCase.Name => SimulatorPaceCase.RunAsync(options),
                    _ => PacedCase.RunAsync(PacedCase.Loads.Single(load => load.Name == name), options),
                });
            }
            return 0;
        }
        catch (BenchException e)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message}");
            return 2;
        }
    }
}
