namespace VllmStream.Tests.Simulator.Faults;

public sealed class FaultTests
{
    [Fact]
    public async Task Client_that_leaves_a_stalled_answer_ends_it()
    {
        await using var simulated = await Simulated.StartAsync();
        using (var client = RawClient.Connect(simulated.BaseUrl))
        {
            var sent = await client.SendAsync("stall(forever, at=1)");
            Assert.Equal(RawEnd.Open, (await client.ReadAsync(sent, TimeSpan.FromMilliseconds(300))).End);
        }

        await Simulated.UntilAsync(async () => await simulated.MetricAsync("vllm:num_requests_running{engine=\"0\",model_name=\"sim/llama-8b\"}") == 0);
    }

    [Fact]
    public async Task Server_that_stops_ends_a_stalled_answer()
    {
        var simulated = await Simulated.StartAsync();
        using var client = RawClient.Connect(simulated.BaseUrl);
        var sent = await client.SendAsync("play(R C(a)); stall(forever, at=1)");
        Assert.Equal(RawEnd.Open, (await client.ReadAsync(sent, TimeSpan.FromMilliseconds(300))).End);
        await simulated.DisposeAsync();
    }
}
