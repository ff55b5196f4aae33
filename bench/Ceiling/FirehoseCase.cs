using System.Globalization;
using VllmStream.Bench.Loads;

namespace VllmStream.Bench.Ceiling;

/// <summary>How many events a second go through one core when a read brings many of them?</summary>
internal static class FirehoseCase
{
    /// <summary>Its name on the command line.</summary>
    public const string Name = "firehose";

    private const int EventsPerSend = 64;
    private const int Streams = 4;
    private const int ClientCore = 1;

    /// <summary>Runs it and prints its table.</summary>
    public static async Task RunAsync(CeilingOptions options)
    {
        Console.WriteLine($"\n{Name}: {Streams} streams, {EventsPerSend} events a send as fast as the socket takes them, client on one core");
        Console.WriteLine($"{"",-36} {"events/s",10} {"ns CPU/event",12} {"core",5}");
        foreach (var mode in (string[])[FirehoseClient.Framing, FirehoseClient.Facts])
        {
            for (var run = 0; run < options.Runs; run++)
                await MeasureAsync(mode, options);
        }
    }

    private static async Task MeasureAsync(string mode, CeilingOptions options)
    {
        using var server = await PacedServer.StartAsync(["--firehose", $"{EventsPerSend}"]);
        // A process of its own: the runtime counts its cores when it starts, and must find one.
        using var client = PinnedProcess.Start(
            ClientCore, Environment.ProcessPath!,
            [FirehoseClient.Command, server.Address.ToString(), mode, $"{Streams}", $"{options.Seconds}", options.Transport ?? BenchTransport.Epoll],
            ("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1"));
        var line = await client.Output.ReadToEndAsync();
        await client.WaitAsync(TimeSpan.FromSeconds(60));
        var numbers = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (client.ExitCode != 0 || numbers.Length != 3)
            throw new BenchException($"the firehose client failed: {line} {client.Errors}");
        var (events, seconds, cpuSeconds) = (Number(numbers[0]), Number(numbers[1]), Number(numbers[2]));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(mode == FirehoseClient.Framing ? "transport, HTTP, SseReader" : "the same, and AnswerReader's facts"),-36} {events / seconds,10:0} {cpuSeconds / events * 1e9,12:0} {cpuSeconds / seconds,5:0%}"));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
