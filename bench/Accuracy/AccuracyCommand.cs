using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using VllmStream.Simulation;

namespace VllmStream.Bench.Accuracy;

/// <summary>
/// How wrong are the numbers a run reports? The simulator runs here and logs when it wrote each event; the built client runs as
/// its own process; every token event of both is joined one to one, on one clock.
/// </summary>
internal static class AccuracyCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var streams = Option(args, "--streams", 100);
        var seconds = Option(args, "--seconds", 20);
        var gapMs = Option(args, "--gap-ms", 20);
        await using var simulator = await SimulatorServer.StartAsync(new SimulatorOptions
        {
            TtftBase = TimeSpan.FromMilliseconds(100),
            InterTokenTime = TimeSpan.FromMilliseconds(gapMs),
            EmissionLogCapacity = 20_000_000,
        });
        var file = Path.Combine(Path.GetTempPath(), $"accuracy-{Environment.ProcessId}.ndjson");
        try
        {
            var exit = await RunClientAsync(simulator.BaseUrl, file, streams, seconds);
            var log = await TruthLog.FetchAsync(simulator.BaseUrl);
            Print(streams, gapMs, exit, file, log);
            return 0;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<int> RunClientAsync(Uri simulator, string file, int streams, int seconds)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "vllmstream")) { UseShellExecute = false, RedirectStandardOutput = true };
        string[] arguments =
        [
            "run", simulator.ToString(), "-c", Text(streams), "-d", $"{seconds}s", "--osl", "128", "--ignore-eos",
            "--record", "gaps", "-o", file, "--ui", "none", "--quiet",
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var client = Process.Start(start)!;
        var summary = await client.StandardOutput.ReadToEndAsync();
        await client.WaitForExitAsync();
        Console.WriteLine(summary);
        return client.ExitCode;
    }

    private static void Print(int streams, int gapMs, int exit, string file, TruthLog log)
    {
        var ttft = new Distribution("TTFT: reported - true");
        var gap = new Distribution("gap: |reported - true|");
        var lag = new Distribution("arrival: our stamp - its write");
        var requests = 0;
        var unmatched = 0;
        double runStartUs = 0;
        foreach (var line in File.ReadLines(file))
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            if (root.GetProperty("type").GetString() == "run_started")
                runStartUs = root.GetProperty("monotonic_us").GetDouble();
            if (root.GetProperty("type").GetString() != "request" || root.GetProperty("phase").GetString() != "running" || root.GetProperty("outcome").GetString() != "ok")
                continue;
            requests++;
            var truth = log.Find($"{root.GetProperty("run").GetString()}-{root.GetProperty("id").GetInt64()}");
            if (truth is null || truth.WriteUs.Length != root.GetProperty("token_events").GetInt32())
            {
                unmatched++;
                continue;
            }
            Compare(root, truth, runStartUs, ttft, gap, lag);
        }

        Console.WriteLine($"{streams} streams, a token every {gapMs} ms each, {log.Count} requests in the log, {requests} measured, {unmatched} not joined, client exit {exit}");
        Console.WriteLine(Distribution.Header);
        Console.WriteLine(ttft);
        Console.WriteLine(gap);
        Console.WriteLine(lag);
    }

    private static void Compare(JsonElement request, TruthRequest truth, double runStartUs, Distribution ttft, Distribution gap, Distribution lag)
    {
        // True TTFT: from the server's having the whole request to its writing the first token.
        ttft.Add(request.GetProperty("m").GetProperty("ttft_ms").GetDouble() * 1000 - (truth.WriteUs[0] - truth.ArrivalUs));
        var arrivalUs = runStartUs + (request.GetProperty("scheduled_ms").GetDouble() + request.GetProperty("first_token_ms").GetDouble()) * 1000;
        lag.Add(arrivalUs - truth.WriteUs[0]);
        var k = 0;
        foreach (var reported in request.GetProperty("gaps_us").EnumerateArray().Select(value => value.GetDouble()))
        {
            k++;
            arrivalUs += reported;
            gap.Add(Math.Abs(reported - (truth.WriteUs[k] - truth.WriteUs[k - 1])));
            lag.Add(arrivalUs - truth.WriteUs[k]);
        }
    }

    private static int Option(string[] args, string name, int fallback)
    {
        var at = Array.IndexOf(args, name);
        return at < 0 ? fallback : int.Parse(args[at + 1], CultureInfo.InvariantCulture);
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
