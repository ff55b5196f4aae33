using VllmStream.Simulation;

namespace VllmStream.Tests.Simulator.Steps;

public sealed class StallTests
{
    private static readonly StepOptions Costs = new() { BaseUs = 10_000, PerPrefillTokenUs = 0, PerSequenceUs = 0, PerContextTokenUs = 0 };

    [Fact]
    public void Stall_of_an_answer_holds_up_that_one_alone_and_is_in_its_course()
    {
        using var server = new VirtualServer(Costs, stall: new StallOptions { Duration = TimeSpan.FromSeconds(1.5), Share = 0.2 });
        var requests = Enumerable.Range(0, 200).Select(_ => server.Send(prompt: 10, output: 20)).ToList();
        server.Advance(100_000);
        var stalled = requests.Where(request => request.Course.Stalls.Length > 0).ToList();
        Assert.InRange(stalled.Count, 20, 60);
        foreach (var request in requests)
        {
            var gaps = request.DueMs.Zip(request.DueMs.Skip(1), (a, b) => b - a).ToList();
            var pauses = gaps.Select((gap, i) => (gap, i)).Where(item => item.gap > 1000).ToList();
            Assert.Equal(request.Course.Stalls.Select(stall => stall.Token), pauses.Select(item => item.i + 1));
            Assert.All(pauses, item => Assert.InRange(item.gap, 1500, 1520));
        }
    }

    [Fact]
    public void Stall_of_the_server_holds_up_everybody()
    {
        using var server = new VirtualServer(Costs, stall: new StallOptions { Duration = TimeSpan.FromMilliseconds(300), Period = TimeSpan.FromSeconds(1) });
        var requests = Enumerable.Range(0, 3).Select(_ => server.Send(prompt: 10, output: 200)).ToList();
        server.Advance(100_000);
        Assert.All(requests, request => Assert.DoesNotContain(request.DueMs, ms => ms >= 1000 && ms % 1000 < 299.99));
        // The steps that would have ended at 1,000 and at 2,000 ms end 300 ms later; between them lie 70.
        Assert.All(requests, request => Assert.Equal([(99, 1000, 300), (169, 2000, 300)], request.Course.Stalls.Select(stall => (stall.Token, Ms(stall.FromTicks), Ms(stall.LengthTicks + 1)))));

        static int Ms(long ticks) => (int)Math.Round(VirtualServer.Ms(ticks));
    }

    [Theory]
    [InlineData(0, 0.1, null)]
    [InlineData(100, 1.5, null)]
    [InlineData(100, 0, 50.0)]
    public void Stall_that_cannot_be_is_refused(double durationMs, double share, double? periodMs)
    {
        var stall = new StallOptions { Duration = TimeSpan.FromMilliseconds(durationMs), Share = share, Period = periodMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null };
        Assert.NotNull(new SimulatorOptions { Stall = stall }.Problem());
    }
}
