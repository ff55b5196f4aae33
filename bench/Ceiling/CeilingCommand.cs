using System.Diagnostics;
using System.Globalization;

namespace VllmStream.Bench.Ceiling;

/// <summary>How much one core of this client takes, and how wrong it is then, against a server that knows when it sent each event.</summary>
/// <remarks>Server on core 0, client on core 1. Beside it the leanest C client, in the same run.</remarks>
internal static class CeilingCommand
{
    private const int ServerCore = 0;
    private const int ClientCore = 1;

    public static async Task<int> RunAsync(string[] args)
    {
        var transport = Option(args, "--transport", "epoll");
        var seconds = int.Parse(Option(args, "--seconds", "10"), CultureInfo.InvariantCulture);
        var program = Option(args, "--exe", Path.Combine(AppContext.BaseDirectory, "vllmstream"));
        var isLeanWanted = !args.Contains("--no-lean");
        var named = CeilingCase.All.Where(c => args.Contains(c.Name)).ToList();
        foreach (var ceilingCase in named.Count > 0 ? named : CeilingCase.All)
        {
            Console.WriteLine();
            Console.WriteLine($"== {ceilingCase.Title}: {ceilingCase.EventsPerS:0} events/s, {transport}");
            var ours = await MeasureAsync(ceilingCase, log => RunOursAsync(program, ceilingCase, transport, seconds, log));
            var lean = isLeanWanted ? await MeasureAsync(ceilingCase, log => RunLeanAsync(ceilingCase, seconds, log)) : null;
            Console.WriteLine(lean is null
                ? $"CPU per event: {ours:0.00} µs"
                : $"CPU per event: {ours:0.00} µs, lean C client {lean:0.00} µs, ratio {ours / lean:0.00}");
        }
        return 0;
    }

    // Starts the server, lets a client run, ends the server, and joins their logs.
    private static async Task<double?> MeasureAsync(CeilingCase c, Func<ServerAt, Task<Func<StreamLog, double?>>> client)
    {
        var log = Path.GetTempFileName();
        try
        {
            string[] options =
            [
                "-t", $"{c.TtftMs * 1000}", "-g", $"{c.GapMs * 1000}", "-n", $"{c.Tokens}", "-l", log, .. c.Together ? new[] { "-T" } : [],
            ];
            using var server = NativeProgram.Start("paced-server", ServerCore, options);
            var port = int.Parse((await server.Output.ReadLineAsync())!.Split(' ')[1], CultureInfo.InvariantCulture);
            var finish = await client(new ServerAt(port));
            await server.StopAsync();
            return finish(StreamLog.Read(log));
        }
        finally
        {
            File.Delete(log);
        }
    }

    private static async Task<Func<StreamLog, double?>> RunOursAsync(string program, CeilingCase c, string transport, int seconds, ServerAt server)
    {
        var file = Path.GetTempFileName();
        string[] arguments =
        [
            "run", $"http://127.0.0.1:{server.Port}", "-c", $"{c.Streams}", "-d", $"{seconds}s", "--isl", "12", "--osl", $"{c.Tokens}", "--ignore-eos",
            "--record", "gaps", "-o", file, "--ui", "none", "--quiet", "--transport", transport,
        ];
        using var client = Pinned.Start(ClientCore, program, arguments);
        var summary = client.StandardOutput.ReadToEndAsync();
        // Warm-up takes up to 10 s, and the JIT works most at its begin; the middle of what is measured is steady.
        await PhaseAsync(file, "running");
        await Task.Delay(TimeSpan.FromSeconds(seconds * 0.2));
        var from = ProcessUse.Of(client.Id);
        await Task.Delay(TimeSpan.FromSeconds(seconds * 0.6));
        var to = ProcessUse.Of(client.Id);
        var peak = ProcessUse.PeakMiB(client.Id);
        await client.WaitForExitAsync();
        return truth =>
        {
            var errors = new StreamErrors();
            errors.AddRun(file, truth);
            File.Delete(file);
            errors.Print("ours");
            foreach (var line in summary.Result.Split('\n').Where(line => line.StartsWith("client", StringComparison.Ordinal) || line.StartsWith("failed", StringComparison.Ordinal) || line.StartsWith("vllmstream", StringComparison.Ordinal)))
                Console.WriteLine(line);
            var events = truth.Between(from.AtTicks, to.AtTicks);
            Console.WriteLine($"{events / ((to.AtTicks - from.AtTicks) / 1e9):0} tokens/s, {(to.CpuUs - from.CpuUs) / ((to.AtTicks - from.AtTicks) / 1e3):P0} of a core, peak {peak:0} MiB");
            return (to.CpuUs - from.CpuUs) / events;
        };
    }

    private static async Task<Func<StreamLog, double?>> RunLeanAsync(CeilingCase c, int seconds, ServerAt server)
    {
        var file = Path.GetTempFileName();
        using var client = NativeProgram.Start("lean-client", ClientCore, $"{server.Port}", $"{c.Streams}", $"{seconds + 3}", $"{c.Tokens}", file);
        var line = await client.Output.ReadToEndAsync();
        await client.Process.WaitForExitAsync();
        return truth =>
        {
            var errors = new StreamErrors();
            errors.AddLog(StreamLog.Read(file), truth);
            File.Delete(file);
            errors.Print("lean C client");
            var parts = line.Split(' ');
            return double.Parse(parts[3], CultureInfo.InvariantCulture) / double.Parse(parts[1], CultureInfo.InvariantCulture);
        };
    }

    private static async Task PhaseAsync(string file, string phase)
    {
        var line = $"\"phase\":\"{phase}\",\"at_ms\"";
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(50))
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            if ((await reader.ReadToEndAsync()).Contains(line, StringComparison.Ordinal))
                return;
        }
        throw new TimeoutException($"the client did not come to its phase {phase}");
    }

    private static string Option(string[] args, string name, string fallback)
    {
        var at = Array.IndexOf(args, name);
        return at < 0 ? fallback : args[at + 1];
    }

    private sealed record ServerAt(int Port);
}
