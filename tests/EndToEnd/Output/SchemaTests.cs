using System.Text.Json;
using Json.Schema;

namespace VllmStream.Tests.EndToEnd.Output;

/// <remarks>On the scripted server: the probe must succeed, and the answers of the load behind it differ.</remarks>
[Trait("case", "schema")]
[Trait("transport", "any")]
public sealed class SchemaTests
{
    // Once: a schema that is built twice is refused.
    private static readonly Lazy<JsonSchema?> Schema = new(() =>
        RepositoryRoot.File("docs/ndjson.schema.json") is { } path ? JsonSchema.FromText(File.ReadAllText(path)) : null);

    [Theory]
    [InlineData("requests")]
    [InlineData("gaps")]
    [InlineData("raw")]
    public async Task Every_line_of_a_real_run_is_valid(string record)
    {
        Assert.SkipWhen(Schema.Value is null, "docs/ndjson.schema.json is not in this checkout");
        using var played = await Play.RunAsync(r => r.IsPost ? Mixed(r.Post) : null, ["-r", "30", "-d", "2s", "--record", record, "--check", "ttft.p50 < 1s", "--slo", "ttft<500ms", "--tag", "run=x"]);
        foreach (var line in played.File.Lines)
            AssertValid(line);
    }

    [Fact]
    public async Task Lines_have_the_common_fields_and_no_holes()
    {
        using var server = ScriptedServer.Start(r => r.IsPost ? Mixed(r.Post) : null);
        using var folder = new TempFolder();
        var result = await Vllmstream.RunAsync(folder, ["run", server.Url, "-r", "30", "-d", "3s", "--warmup", "3", "-o", "run.ndjson", "--ui", "none"]);
        var file = RunFile.Read(folder.File("run.ndjson"));
        Assert.True(file.HasSummary, result.ToString());
        Assert.Equal("run_started", file.Lines[0].GetProperty("type").GetString());
        Assert.Single(file.Lines.Select(l => l.GetProperty("run").GetString()).Distinct());
        Assert.All(file.Lines, l => Assert.Equal("vllmstream/1", l.GetProperty("schema").GetString()));
        var first = file.Lines[0].GetProperty("seq").GetInt64();
        Assert.Equal(Enumerable.Range(0, file.Lines.Count).Select(i => first + i), file.Lines.Select(l => l.GetProperty("seq").GetInt64()));
        Assert.All(file.Lines, l => Assert.True(l.GetProperty("t_ms").GetDouble() >= 0));
        Assert.Equal(JsonValueKind.Object, file.Probe.ValueKind);
        Assert.Contains("warmup", file.Phases);
        Assert.Contains("running", file.Phases);
        Assert.Equal("finished", file.Phases[^1]);
        Assert.InRange(file.Intervals.Count, 2, 12);
        Assert.Single(file.Lines, l => l.GetRawText().Contains("started_at", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_of_a_type_are_the_same_in_every_line()
    {
        using var played = await Play.RunAsync(r => r.IsPost ? Mixed(r.Post) : null, ["-r", "30", "-d", "2s"]);
        foreach (var type in played.File.Lines.GroupBy(l => l.GetProperty("type").GetString()))
        {
            var sets = type.Select(l => string.Join(' ', l.EnumerateObject().Select(p => p.Name).Order())).Distinct().ToList();
            Assert.True(sets.Count == 1, $"{type.Key}: {string.Join(" | ", sets)}");
        }
        string[] keys =
        [
            "id", "group", "endpoint", "mode", "phase", "attempt", "outcome", "http_status", "error", "warnings", "conn", "scheduled_ms", "sent_ms",
            "connected_ms", "headers_ms", "first_byte_ms", "first_event_ms", "first_token_ms", "first_visible_ms", "last_token_ms", "end_ms",
            "prompt_tokens", "cached_tokens", "output_tokens", "reasoning_tokens", "token_source", "token_events", "events", "reads", "comments",
            "bytes", "finish_reasons", "done_marker", "stream_shape", "max_gap_ms", "m",
        ];
        Assert.All(keys, k => Assert.True(played.File.Requests[0].Line.TryGetProperty(k, out _), k));
        Assert.All(new[] { "ttft_ms", "ttfc_ms", "tpot_ms", "e2e_ms", "wait_ms", "tokens_per_s", "itl_p50_ms", "itl_p99_ms" },
            k => Assert.True(played.File.Requests[0].Line.GetProperty("m").TryGetProperty(k, out _), k));
        Assert.All(new[] { "ttft_ms", "ttfc_ms", "itl_ms", "tpot_ms", "e2e_ms", "wait_ms", "tokens_per_s" }, k => _ = played.File.Summary.Metric(k).N);
    }

    internal static void AssertValid(JsonElement line)
    {
        var result = Schema.Value!.Evaluate(line, new EvaluationOptions { OutputFormat = OutputFormat.List });
        if (result.IsValid)
            return;
        // A line is tried as every type; what is wrong with it stands where its type was right.
        var branches = (result.Details ?? []).Where(d => d.Errors is not null).GroupBy(d => d.EvaluationPath.ToString().Split('/').ElementAtOrDefault(2));
        var own = branches.Where(b => b.All(d => d.InstanceLocation.ToString() != "/type")).SelectMany(b => b);
        Assert.Fail(line.GetRawText() + "\n" + string.Join('\n', own.SelectMany(d => d.Errors!.Select(e => $"{d.EvaluationPath} {d.InstanceLocation}: {e.Value}"))));
    }

    private static Reply Mixed(int post) => (post % 6) switch
    {
        1 => Reply.Json("{}", 429),
        2 => Reply.Sse(CaseBytes.R(), CaseBytes.C("a")).EndsWith(Ending.Reset),
        3 => Reply.Json(CaseBytes.Completion("a", 5, 1)),
        4 => Reply.Sse(CaseBytes.R(), CaseBytes.E("x"), CaseBytes.D()),
        _ => Reply.Chat(20, 5, 6),
    };
}
