using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.ServerSide;

/// <summary>Answers that stand still, held against the log of the server that held them up.</summary>
[Trait("transport", "any")]
public sealed class StallTests
{
    [Fact]
    public async Task Stalls_of_a_second_and_a_half_in_one_percent_are_counted_exactly()
    {
        const double LengthMs = 1_500;
        using var simulator = await RunningSimulator.StartAsync("--stall", "1.5s:1%", "--ttft", "20ms", "--itl", "10ms", "--seed", "5");
        using var folder = new TempFolder();
        var run = await Vllmstream.RunAsync(folder, ["run", simulator.Url, "-c", "60", "-n", "900", "--isl", "16", "--osl", "24", "--ignore-eos", "--warmup", "0", "--no-probe", "--ui", "none", "-o", "run.ndjson"], timeoutSeconds: 120);
        var file = RunFile.Read(folder.File("run.ndjson"));
        Assert.True(file.HasSummary, run.ToString());

        // By the id that the answer carries, not by number: which request was held up is known to the server alone.
        var stalled = simulator.Logs()
            .Where(entry => entry.GetProperty("sequences").EnumerateArray().Any(sequence => sequence.GetProperty("stalls").GetArrayLength() > 0))
            .Select(entry => entry.GetProperty("request").GetString()!.Split('-')[1])
            .Select(number => long.Parse(number, System.Globalization.CultureInfo.InvariantCulture))
            .Order().ToArray();
        // One percent of 900, as it falls.
        Assert.InRange(stalled.Length, 3, 20);

        var smoothness = file.Summary.Line.GetProperty("totals").GetProperty("smoothness");
        Assert.Equal(stalled, file.Requests.Where(request => Stalls(request) > 0).Select(request => request.Id).Order());
        Assert.Equal(stalled.Length, smoothness.GetProperty("stalls").GetInt64());
        Assert.Equal(stalled.Length, smoothness.GetProperty("stalled_requests").GetInt64());
        Assert.InRange(smoothness.GetProperty("longest_stall_ms").GetDouble(), LengthMs, LengthMs + 250);
        // A stall is longer than it was meant to be by the gap it stands in, and by what the machine adds.
        Assert.InRange(smoothness.GetProperty("stalled_ms").GetDouble() / stalled.Length, LengthMs, LengthMs + 50);
    }

    private static long Stalls(RequestRow request) => request.Line.GetProperty("stalls") is { ValueKind: JsonValueKind.Number } stalls ? stalls.GetInt64() : 0;
}
