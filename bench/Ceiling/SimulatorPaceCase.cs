using System.Globalization;
using System.Text.Json;
using VllmStream.Bench.Loads;

namespace VllmStream.Bench.Ceiling;

/// <summary>
/// How punctual is the simulator on one core, by its own log? 500 streams x 40 tokens/s: each stream on a timer of its own, all in one
/// instant (a step), and a step whose outputs leave one after the other. The C server says what this machine can do in one instant.
/// </summary>
internal static class SimulatorPaceCase
{
    /// <summary>Its name on the command line.</summary>
    public const string Name = "sim-pace";

    private const int Core = 0;
    private const int WarmupSeconds = 6;

    private static readonly PacedLoad Load = new() { Name = Name, Streams = 500, GapMs = 25, Tokens = 100, Spread = 50, WarmupSeconds = 1, Together = true };

    // Steps of 25 ms whatever they do, for as many sequences as there are.
    private static readonly string[] Steps =
    [
        "--engine", "steps", "--max-num-seqs", "1000", "--step-base", "25ms", "--step-per-prefill-token", "0", "--step-per-seq", "0",
        "--step-per-context-token", "0", "--step-noise", "0", "--step-per-output",
    ];

    private static readonly (string Name, string[] Arguments)[] Engines =
    [
        ("timers", ["--itl", "25ms", "--jitter", "0.2"]),
        ("steps, 40 us apart", [.. Steps, "40us"]),
        ("steps, one instant", [.. Steps, "0"]),
    ];

    /// <summary>Runs it and prints its table.</summary>
    public static async Task RunAsync(CeilingOptions options)
    {
        Console.WriteLine($"\n{Name}: {Load.Streams} streams x 40 tokens/s, server on one core; late by us");
        Console.WriteLine($"{"",-22} {"writes",8} {"p50",7} {"p99",7} {"max",8} | {"core",6} | load average");
        for (var run = 0; run < options.Runs; run++)
        {
            foreach (var (name, arguments) in Engines) await MeasureAsync(name, arguments, options);
            var bound = await LoadMeasurement.RunAsync(new LeanClient(), Load, options.Seconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"C server, one instant",-22} {"",8} {"",7} {bound.ServerLateP99Us,7:0} {"",8} | {"",6} | {LoadAverage()}"));
        }
    }

    private static async Task MeasureAsync(string name, string[] arguments, CeilingOptions options)
    {
        using var server = PinnedProcess.Start(Core, VllmstreamClient.ProgramOr(options.Program), ["sim", "--port", "0", "--model", "m", .. arguments]);
        // simulator ADDRESS/v1 serves MODEL
        var line = await server.Output.ReadLineAsync() ?? throw new BenchException($"the simulator does not start: {server.Errors}");
        var address = new Uri(line.Split(' ')[1].Replace("/v1", "", StringComparison.Ordinal));
        using var http = new HttpClient { BaseAddress = address };
        await PlayAsync(address, WarmupSeconds);
        using (await http.DeleteAsync("sim/log"))
        {
            var sampler = ProcessSampler.Start(server.Id);
            await PlayAsync(address, options.Seconds);
            var head = (await http.GetStringAsync("sim/log")).Split('\n')[0];
            server.Stop();
            await server.WaitAsync(TimeSpan.FromSeconds(20));
            var (first, last) = sampler.Within(0, double.MaxValue);
            Console.WriteLine(Line(name, head, (last.CpuUs - first.CpuUs) / (last.AtUs - first.AtUs)));
        }
    }

    private static async Task PlayAsync(Uri server, int seconds)
    {
        var file = Path.Combine(Path.GetTempPath(), $"sim-pace-{Environment.ProcessId}.log");
        try
        {
            using var client = await new LeanClient().StartAsync(server, Load, seconds, file);
            await client.Output.ReadToEndAsync();
            await client.WaitAsync(TimeSpan.FromSeconds(60));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Line(string name, string head, double core)
    {
        using var document = JsonDocument.Parse(head);
        var late = document.RootElement.GetProperty("late");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-22} {late.GetProperty("n").GetInt64(),8} {Us("p50"),7:0} {Us("p99"),7:0} {Us("max"),8:0} | {core * 100,4:0} % | {LoadAverage()}");

        double Us(string property) => late.GetProperty(property).GetDouble();
    }

    private static string LoadAverage() => string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]);
}
