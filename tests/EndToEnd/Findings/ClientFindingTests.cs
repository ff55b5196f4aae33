namespace VllmStream.Tests.EndToEnd.Findings;

/// <summary>What a client says of itself that stands still in turns.</summary>
[Collection(AloneGroup.Name)]
[Trait("transport", "any")]
public sealed class ClientFindingTests
{
    private static readonly TimeSpan StandsStill = TimeSpan.FromMilliseconds(30);

    /// <summary>The same pauses are more than a twentieth of a quick server's TTFT, and less than that of a slow one.</summary>
    [Fact]
    [Trait(FindingTests.Trait, "client_limit")]
    public async Task Client_that_stands_still_is_the_limit_of_a_quick_server_and_not_of_a_slow_one()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "stops a process by signal");
        var runs = await Task.WhenAll(AgainstAsync("60ms"), AgainstAsync("4s"));
        runs[0].Says("client_limit");
        runs[1].DoesNotSay("client_limit");
    }

    private static async Task<FindingRun> AgainstAsync(string ttft)
    {
        using var folder = new TempFolder();
        using var server = await RunningSimulator.StartAsync("--ttft", ttft);
        using var process = Vllmstream.Start(folder, ["run", server.Url, "-r", "40", "--arrival", "constant", "-n", "120", "--osl", "2", "--warmup", "1s", "-o", "run.ndjson", "--ui", "none"]);
        using (new Pulse(process.Signal, StandsStill))
            await process.WaitAsync(60);
        return FindingRun.Read(folder);
    }
}
