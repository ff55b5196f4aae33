namespace VllmStream.Tests.EndToEnd.Findings;

/// <summary>What is said of levels, which a load has when its keys were pressed while it ran.</summary>
[Collection(AloneGroup.Name)]
[Trait("transport", "any")]
public sealed class ChangedLoadFindingTests
{
    // Answers four times as long as their prompts are let in easily and thrown out often, and what they had is dear to compute again.
    private const string Collapse = "--preset collapse --step-base 4ms --step-per-prefill-token 2500us --step-per-seq 40us --step-per-context-token 20ns --kv-blocks";

    [Fact]
    [Trait(FindingTests.Trait, "throughput_collapse")]
    public async Task Server_that_does_less_with_more_in_flight_is_told_and_one_with_room_for_them_is_not()
    {
        // Ten answers of 80 tokens behind prompts of 20 fill 64 blocks.
        var runs = await Task.WhenAll(RaiseAsync("64"), RaiseAsync("1024"));
        runs[0].Says("throughput_collapse");
        runs[1].DoesNotSay("throughput_collapse");
    }

    // From 10 in flight to 24, a tenth of what it began with for each key.
    private static async Task<FindingRun> RaiseAsync(string blocks)
    {
        using var server = await RunningSimulator.StartAsync([.. Collapse.Split(' '), blocks]);
        using var folder = new TempFolder();
        using var screen = TmuxScreen.Start(folder, $"run {server.Url} -c 10 -d 11s --warmup 10 --endpoint completions --exact-isl --isl 20 --osl 80 --ignore-eos -o run.ndjson", 120, 40);
        await Task.Run(() => screen.WaitFor(" RUNNING ", 40));
        var file = folder.File("run.ndjson");
        await Wait.UntilAsync(() => File.Exists(file) && RunFile.Read(file) is var soFar && soFar.Phases.Contains("running") && soFar.Intervals.Count >= 4, 30);
        screen.Type(new string('+', 14));
        await Task.Run(() =>
        {
            screen.WaitFor("level 24", 20);
            screen.WaitFor("FINISHED", 40);
            screen.Press("q");
            screen.WaitForGoodEnd();
        });
        return FindingRun.Read(folder);
    }
}
