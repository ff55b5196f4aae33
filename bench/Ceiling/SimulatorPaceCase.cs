using System.Diagnostics;
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

    // All 500 begin at once, which is a storm of its own: what counts are requests that begin later, as others end, and the longest of the
    // first has 150 tokens. The start is told beside it.
    private const int StartSeconds = 4;

    private static readonly PacedLoad Load = new() { Name = Name, Streams = 500, GapMs = 25, Tokens = 100, Spread = 50, WarmupSeconds = 8, Together = true };

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
        Console.WriteLine($"{"",-22} {"writes",8} {"p50",7} {"p99",7} {"max",8} | {"core",6} | {"start p99",9} | load average");
        PinnedProcess.KeepThisProgramTo(LoadClient.Core);
        for (var run = 0; run < options.Runs; run++)
        {
            foreach (var (name, arguments) in Engines) await MeasureAsync(name, arguments, options);
            var bound = await LoadMeasurement.RunAsync(new LeanClient(), Load, options.Seconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"C server, one instant",-22} {"",8} {"",7} {bound.ServerLateP99Us,7:0} {"",8} | {"",6} | {"",9} | {LoadAverage()}"));
        }
    }

    private static async Task MeasureAsync(string name, string[] arguments, CeilingOptions options)
    {
        using var server = PinnedProcess.Start(Core, VllmstreamClient.ProgramOr(options.Program), ["sim", "--port", "0", "--model", "m", .. arguments]);
        // simulator ADDRESS/v1 serves MODEL
        var line = await server.Output.ReadLineAsync() ?? throw new BenchException($"the simulator does not start: {server.Errors}");
        var address = new Uri(line.Split(' ')[1].Replace("/v1", "", StringComparison.Ordinal));
        using var http = new HttpClient { BaseAddress = address };
        var file = Path.Combine(Path.GetTempPath(), $"sim-pace-{Environment.ProcessId}.log");
        try
        {
            using var client = await new LeanClient().StartAsync(address, Load, options.Seconds, file);
            await Task.Delay(StartSeconds * 1000);
            var start = await LateAsync(http);
            await Task.Delay((Load.WarmupSeconds - StartSeconds) * 1000);
            using (await http.DeleteAsync("sim/log"))
            {
                var before = ProcessSampler.Take(server.Id);
                await Task.Delay(options.Seconds * 1000);
                var after = ProcessSampler.Take(server.Id);
                var late = await LateAsync(http);
                await client.Output.ReadToEndAsync();
                await client.WaitAsync(TimeSpan.FromSeconds(60));
                server.Stop();
                await server.WaitAsync(TimeSpan.FromSeconds(20));
                Console.WriteLine(Line(name, start, late, (after.CpuUs - before.CpuUs) / (after.AtUs - before.AtUs)));
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    // The head of the log has the figures; what follows is not waited for, since it would take the server's core.
    private static async Task<JsonElement> LateAsync(HttpClient http)
    {
        using var reader = new StreamReader(await http.GetStreamAsync("sim/log"));
        using var document = JsonDocument.Parse(await reader.ReadLineAsync() ?? throw new BenchException("the simulator's log has no head"));
        return document.RootElement.GetProperty("late").Clone();
    }

    private static string Line(string name, JsonElement start, JsonElement late, double core)
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-22} {late.GetProperty("n").GetInt64(),8} {Us(late, "p50"),7:0} {Us(late, "p99"),7:0} {Us(late, "max"),8:0} | {core * 100,4:0} % | {Us(start, "p99"),9:0} | {LoadAverage()}");

        static double Us(JsonElement late, string property) => late.GetProperty(property).GetDouble();
    }

    private static string LoadAverage() => string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]);
}
