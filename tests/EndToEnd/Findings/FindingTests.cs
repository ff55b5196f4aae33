namespace VllmStream.Tests.EndToEnd.Findings;

/// <summary>What a run says of a server that has something, and of one that has almost that.</summary>
[Collection(AloneGroup.Name)]
[Trait("transport", "any")]
public sealed class FindingTests
{
    [Theory]
    [InlineData("", "-c 4 -n 40 --osl 16", null, "none at all")]
    [InlineData("--fault status(500)@20%", "-c 4 -n 60 --osl 4 --no-probe", "failures", null)]
    [InlineData("--fault burst", "-c 4 -n 30 --osl 16", "buffered", null)]
    [InlineData("--stream-interval 8", "-c 4 -n 30 --osl 64", "several_tokens", null)]
    [InlineData("--stall 600ms:50%", "-c 8 -n 60 --osl 16", "stalls", null)]
    [InlineData("--preset analytic", "-r 40 -d 6s --arrival constant --osl 20", "queue_grows", null)]
    [InlineData("--preset collapse", "-c 24 -n 30 --isl 400 --osl 120 --ignore-eos --warmup 0", "preemption", null)]
    public async Task Server_is_diagnosed(string simulator, string load, string? says, string? keepsStill)
    {
        using var folder = new TempFolder();
        using var server = await RunningSimulator.StartAsync(simulator.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries));
        await Vllmstream.RunAsync(folder, ["run", server.Url, .. load.Split(' '), "--ui", "none", "-o", "run.ndjson"], timeoutSeconds: 120);
        var summary = RunFile.Read(folder.File("run.ndjson")).OfType("summary").Single();
        var found = summary.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("evidence").ValueKind == System.Text.Json.JsonValueKind.Object).Select(finding => finding.GetProperty("code").GetString()!).ToArray();
        if (says is not null)
            Assert.Contains(says, found);
        // A machine that is busy with something else makes the client's own share true, which is no word about the server.
        if (keepsStill == "none at all")
            Assert.Empty(found.Except(["client_limit", "sends_late"]));
        else if (keepsStill is not null)
            Assert.DoesNotContain(keepsStill, found);
    }
}
