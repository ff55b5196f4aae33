using VllmStream.Simulation;

namespace VllmStream.Tests.Simulator.Steps;

/// <summary>What presets carry, with users who send the next request as soon as the last has ended.</summary>
public sealed class CapacityTests
{
    [Theory]
    [InlineData(40, 8)]
    [InlineData(16, 20)]
    [InlineData(1, 320)]
    public void Analytic_preset_carries_what_its_formula_says(int tokens, double perSecond)
    {
        // 8 places, each held for tokens x 25 ms.
        Assert.Equal(perSecond, RequestsPerSecond("analytic", users: 24, prompt: 500, tokens), perSecond * 0.01);
    }

    [Fact]
    public void Analytic_preset_below_its_capacity_makes_nobody_wait_longer_than_a_step()
    {
        using var server = Server("analytic");
        var requests = new List<VirtualRequest>();
        // 7 requests a second of one second each.
        for (var i = 0; i < 70; i++)
        {
            requests.Add(server.Send(prompt: 100, output: 40));
            server.Advance(1000.0 / 7);
        }

        server.Advance(5000);
        Assert.All(requests, request => Assert.InRange(request.ScheduledMs - request.QueuedMs, 0, 25));
        Assert.All(requests, request => Assert.Equal(1000, request.DueMs[^1] - request.ScheduledMs, 3));
    }

    [Fact]
    public void Collapse_preset_carries_less_past_its_knee()
    {
        var knee = RequestsPerSecond("collapse", users: 10, prompt: 200, tokens: 200);
        var beyond = RequestsPerSecond("collapse", users: 60, prompt: 200, tokens: 200);
        Assert.True(beyond < knee * 0.7, $"{knee:F2} requests/s at the knee, {beyond:F2} beyond");
        Assert.True(RequestsPerSecond("collapse", users: 4, prompt: 200, tokens: 200) < knee);
    }

    [Theory]
    [InlineData("small-1gpu")]
    [InlineData("70b-4gpu")]
    [InlineData("moe")]
    public void Throughput_of_a_preset_rises_with_its_load_until_it_is_full(string preset)
    {
        var few = RequestsPerSecond(preset, users: 4, prompt: 500, tokens: 100);
        var many = RequestsPerSecond(preset, users: 64, prompt: 500, tokens: 100);
        Assert.True(many > 3 * few, $"{few:F2} requests/s of 4 users, {many:F2} of 64");
    }

    private static VirtualServer Server(string preset) => new(SimulatorPreset.Find(preset)!.Steps);

    private static double RequestsPerSecond(string preset, int users, int prompt, int tokens)
    {
        const double Seconds = 60;
        using var server = Server(preset);
        var ended = 0;
        for (var user = 0; user < users; user++) Send();
        server.Advance(10_000);
        ended = 0;
        server.Advance(Seconds * 1000);
        return ended / Seconds;

        void Send() => server.Send(prompt, tokens, ended: () =>
        {
            ended++;
            Send();
        });
    }
}
