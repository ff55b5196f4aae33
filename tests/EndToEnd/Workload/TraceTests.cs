using System.Globalization;
using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.Workload;

/// <summary>Public production traces, whole, replayed faster than they were taken, and compared with what the server got.</summary>
[Collection(AloneGroup.Name)]
[Trait("transport", "any")]
public sealed class TraceTests
{
    private const int BlockWords = 512;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "traces");

    [Fact]
    public async Task Azure_trace_is_sent_whole_in_its_order_with_its_times_and_lengths()
    {
        const double Speed = 250;
        var lines = File.ReadAllLines(Path.Combine(Folder, "azure-llm-2023-code.csv"))[1..];
        var start = TimeOf(lines[0]);
        using var played = await ReplayAsync("azure-llm-2023-code.csv", Speed);
        var (requests, bodies) = (played.File.Requests, BodiesOf(played));
        Assert.Equal((lines.Length, lines.Length), (requests.Count, bodies.Count));
        var first = requests[0].ScheduledMs;
        for (var k = 0; k < lines.Length; k++)
        {
            var fields = lines[k].Split(',');
            Expect.Within((TimeOf(lines[k]) - start) * 1000 / Speed, requests[k].ScheduledMs - first, 0.01);
            AssertAsked(bodies[k], int.Parse(fields[1], CultureInfo.InvariantCulture), int.Parse(fields[2], CultureInfo.InvariantCulture));
        }

        static double TimeOf(string line) => (DateTime.Parse(line[..line.IndexOf(',', StringComparison.Ordinal)], CultureInfo.InvariantCulture) - new DateTime(2023, 11, 16)).TotalSeconds;
    }

    [Fact]
    public async Task Mooncake_trace_is_sent_whole_with_its_lengths_and_with_prefixes_shared_as_in_it()
    {
        const double Speed = 50;
        JsonElement[] lines = [.. File.ReadAllLines(Path.Combine(Folder, "mooncake-synthetic-2000.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];
        using var played = await ReplayAsync("mooncake-synthetic-2000.jsonl", Speed);
        var (requests, bodies) = (played.File.Requests, BodiesOf(played));
        Assert.Equal((lines.Length, lines.Length), (requests.Count, bodies.Count));
        // The text of every block at its place: the same wherever its id comes again, and nobody else's.
        var textOfBlock = new Dictionary<long, string>();
        var blockOfText = new Dictionary<string, long>(StringComparer.Ordinal);
        var again = 0;
        for (var k = 0; k < lines.Length; k++)
        {
            Expect.Within(lines[k].GetProperty("timestamp").GetDouble() / Speed, requests[k].ScheduledMs - requests[0].ScheduledMs, 0.01);
            var words = AssertAsked(bodies[k], lines[k].GetProperty("input_length").GetInt32(), lines[k].GetProperty("output_length").GetInt32());
            var ids = lines[k].GetProperty("hash_ids");
            for (var b = 0; b < ids.GetArrayLength() && (b + 1) * BlockWords <= words.Length; b++)
            {
                var (id, text) = (ids[b].GetInt64(), string.Join(' ', words, b * BlockWords, BlockWords));
                if (!textOfBlock.TryAdd(id, text))
                {
                    Assert.Equal(textOfBlock[id], text);
                    again++;
                }
                if (!blockOfText.TryAdd(text, id))
                    Assert.Equal(blockOfText[text], id);
            }
        }
        Assert.True(again > 5000, $"only {again} blocks came again");
    }

    [Fact]
    public async Task Run_of_this_tool_is_replayed_with_the_lengths_it_asked_for()
    {
        using var folder = new TempFolder();
        var first = await Vllmstream.RunAsync(folder, ["run", "--sim", "-r", "40", "-n", "20", "--warmup", "0", "--isl", "20..60", "--osl", "2..6", "--seed", "5", "-o", "first.ndjson", "--ui", "none"], 40);
        Assert.True(first.ExitCode is 0 or 4, first.ToString());
        var again = await Vllmstream.RunAsync(folder, ["run", "--sim", "--trace", "first.ndjson", "--speed", "2", "-o", "again.ndjson", "--ui", "none"], 40);
        Assert.True(again.ExitCode is 0 or 4, again.ToString());
        var (recorded, replayed) = (RunFile.Read(folder.File("first.ndjson")).Requests, RunFile.Read(folder.File("again.ndjson")).Requests);
        Assert.Equal(20, replayed.Count);
        Assert.Equal(recorded.Select(Lengths), replayed.Select(Lengths));
        for (var k = 0; k < 20; k++)
            Expect.Within((recorded[k].ScheduledMs - recorded[0].ScheduledMs) / 2, replayed[k].ScheduledMs - replayed[0].ScheduledMs, 0.01);

        static (int, long?) Lengths(RequestRow request) => (request.Line.GetProperty("asked_tokens").GetInt32(), request.OutputTokens);
    }

    [Fact]
    public async Task Line_that_cannot_be_read_is_named()
    {
        using var folder = new TempFolder();
        folder.Write("t.jsonl", "{\"timestamp\":0,\"input_length\":9,\"output_length\":1}\n{\"timestamp\":1,\"input_length\":9}\n");
        var run = await Vllmstream.RunAsync(folder, ["run", "--sim", "--trace", "t.jsonl"]);
        Expect.Exit(2, run);
        Assert.Equal("error: t.jsonl:2: has no output_length\n", run.Stderr);
    }

    private static Task<Played> ReplayAsync(string file, double speed) => Play.RunAsync(
        r => r.IsPost ? Reply.Chat(1, 1, 1) : null, ["--trace", Path.Combine(Folder, file), "--speed", speed.ToString(CultureInfo.InvariantCulture), "--seed", "3"], timeoutSeconds: 120);

    private static List<JsonElement> BodiesOf(Played played) => [.. played.Planned.Select(request => request.Json())];

    private static string[] AssertAsked(JsonElement body, int input, int output)
    {
        var words = body.GetProperty("messages")[0].GetProperty("content").GetString()!.Split(' ');
        Assert.Equal((input, output, true), (words.Length, body.GetProperty("max_tokens").GetInt32(), body.GetProperty("ignore_eos").GetBoolean()));
        return words;
    }
}
