using VllmStream.Simulation;

namespace VllmStream.Tests.Simulator;

/// <summary>
/// How late tokens leave this machine right now; not a test, since the answer depends on what else runs.
/// Run it with: tests/Simulator/bin/Release/net10.0/VllmStream.Simulator.Tests -explicit only -showLiveOutput
/// </summary>
public sealed class PacingMeasurement
{
    private const int Tokens = 300;

    [Theory(Explicit = true)]
    [InlineData(100)]
    [InlineData(200)]
    public async Task Lateness_at_fifty_tokens_a_second_is_reported(int streams)
    {
        await using var simulated = await Simulated.StartAsync(new SimulatorOptions { Jitter = 0.1, JitterDistribution = JitterDistribution.Normal });
        var body = "{\"prompt\":[1,2,3],\"stream\":true,\"ignore_eos\":true,\"max_tokens\":" + Tokens + "}";
        await Task.WhenAll(Enumerable.Range(0, streams).Select(_ => simulated.StreamAsync("v1/completions", body)));

        var entries = (await simulated.LogAsync("")).Skip(1);
        var late = entries.SelectMany(entry => entry.GetProperty("events").EnumerateArray().Select(LoggedWrite.Read))
            .Where(write => write.Due is not null).Select(write => write.Write - write.Due!.Value).Order().ToList();
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{streams} streams, {late.Count} tokens: late by p50 {At(late, 0.5):F0}, p90 {At(late, 0.9):F0}, p99 {At(late, 0.99):F0}, p99.9 {At(late, 0.999):F0}, max {late[^1]:F0} µs (client in the same process)");
    }

    private static double At(List<double> sorted, double share) => sorted[(int)(sorted.Count * share)];
}
