namespace VllmStream.Tests.EndToEnd.Load;

[Collection(AloneGroup.Name)]
[Trait("transport", "any")]
public sealed class BeginningTests
{
    private const int Users = 32;
    private const double PrefillMs = 20;

    /// <summary>All of a first cohort wait for one prefill after the other; later its members come one by one.</summary>
    [Fact]
    [Trait("case", "LG07")]
    public async Task Queue_of_the_first_cohort_is_not_in_the_steady_tail_and_is_shown_beside_it()
    {
        var free = 0.0;
        var gate = new Lock();
        using var server = ScriptedServer.Start(r =>
        {
            if (!r.IsPost)
                return null;
            lock (gate)
            {
                var now = Monotonic.ToMs(Monotonic.Now);
                free = Math.Max(free, now) + PrefillMs;
                return Reply.Chat(free - now, 25, 40);
            }
        });
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", server.Url, "-c", $"{Users}", "-n", "128", "--no-probe", "-m", "m", "-o", "run.ndjson", "--ui", "none"]);
        Expect.Exit(0, result);
        var file = RunFile.Read(folder.File("run.ndjson"));

        var ttft = file.Summary.Metric("ttft_ms");
        Assert.Equal(128, ttft.N);
        var whole = new MetricBlock(file.Summary.Line.GetProperty("totals").GetProperty("whole_ttft_ms"));
        Assert.Equal(128 + 2 * Users, whole.N);
        Expect.Time(Users * PrefillMs, whole.Max!.Value, 60);
        Assert.True(ttft.P99 < whole.Max / 3, $"p99 {ttft.P99} ms, worst of the whole run {whole.Max} ms");
        Assert.Equal(file.Written.Max(r => r.TtftMs), whole.Max);

        // A sentence is wrapped at the width of the page.
        var words = string.Join(' ', result.Stdout.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("warm-up 64", words, StringComparison.Ordinal);
        Assert.Contains("TTFT of the whole run, with the 64 requests of the warm-up: p99", words, StringComparison.Ordinal);
    }
}
