using System.Globalization;
using VllmStream.Bench.Loads;

namespace VllmStream.Bench.Ceiling;

/// <summary>1,000 requests a second by plan, short answers: how late does each leave? By the client's own word, and by the server's log.</summary>
internal static class SendLagCase
{
    /// <summary>Its name on the command line.</summary>
    public const string Name = "send-lag";

    private const int RatePerSecond = 1000;

    /// <summary>Runs it and prints its table.</summary>
    public static async Task RunAsync(CeilingOptions options)
    {
        Console.WriteLine($"\n{Name}: {RatePerSecond} requests/s, constant, 4 tokens each; times in µs");
        Console.WriteLine($"{"",-22} {"sends",6} | {"send lag p50",12} {"p99",7} {"max",8} | {"planned to received p50",23} {"p99",7} {"p99.9",7} | {"failed",6}");
        for (var run = 0; run < options.Runs; run++)
            Console.WriteLine(await MeasureAsync(options));
    }

    private static async Task<string> MeasureAsync(CeilingOptions options)
    {
        var client = new VllmstreamClient(options.Program, options.Transport);
        var file = Path.Combine(Path.GetTempPath(), $"send-lag-{Environment.ProcessId}.ndjson");
        using var server = await PacedServer.StartAsync(["--ttft-us", "10000", "--gap-us", "5000"]);
        try
        {
            using var process = client.Start(server.Address, file, "-r", $"{RatePerSecond}", "--arrival", "constant", "--osl", "4", "-d", $"{options.Seconds}s", "--warmup", "3s");
            await process.Output.ReadToEndAsync();
            await process.WaitAsync(TimeSpan.FromSeconds(60));
            return Line(client.Name, RunFile.Read(file), await server.StopAsync());
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Line(string name, RunFile run, Dictionary<string, RequestTimes> received)
    {
        // The server's word also has its own wake-up and read in it, so it bounds what the client says from above.
        var late = new Distribution("planned to received");
        foreach (var (key, scheduledUs) in run.ScheduledUs)
        {
            if (scheduledUs >= run.FromUs && scheduledUs < run.ToUs && received.TryGetValue(key, out var request))
                late.Add(request.BegunUs - scheduledUs);
        }
        if (late.Count == 0)
            throw new BenchException("not one request of the measured window reached the server");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-22} {late.Count,6} | {Us(run, "send_lag_p50_ms"),12:0} {Us(run, "send_lag_p99_ms"),7:0} {Us(run, "send_lag_max_ms"),8:0} | {late.At(0.5),23:0} {late.At(0.99),7:0} {late.At(0.999),7:0} | {run.Failed,6}  {(run.Verdict == "VALID" ? "" : run.Verdict)}");
    }

    private static double Us(RunFile run, string name) => run.Client.GetProperty(name).GetDouble() * 1000;
}
