using VllmStream.Profiling.Options;
using VllmStream.Profiling.Options.Traces;

namespace VllmStream.Tests.Profiler.Options.Traces;

public sealed class TraceFileTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "traces");

    [Fact]
    public void Mooncake_file_gives_every_request_its_time_lengths_and_blocks()
    {
        var trace = Read("mooncake-synthetic-2000.jsonl");
        Assert.Equal(2000, trace.Entries.Count);
        Assert.Equal((0, 40160, 6, 79), Facts(trace.Entries[0]));
        Assert.Equal((0.04, 23769, 3, 47), Facts(trace.Entries[2]));
        Assert.Equal(Enumerable.Range(0, 79).Select(id => (long)id), trace.Entries[0].Blocks);
        Assert.Equal(532.806, trace.Seconds, 6);
        Assert.Equal(53.2806, (trace with { Speed = 10 }).Seconds, 6);
    }

    [Fact]
    public void Azure_file_gives_every_request_its_time_and_lengths()
    {
        var trace = Read("azure-llm-2023-code.csv");
        Assert.Equal(8819, trace.Entries.Count);
        Assert.Equal((0, 4808, 10, 0), Facts(trace.Entries[0]));
        Assert.Equal((4808, 3180), (trace.Entries[0].InputTokens, trace.Entries[1].InputTokens));
        // 18:17:03.9799600 to 18:17:04.0319600, and to 19:14:19.9280160.
        Assert.Equal(0.052, trace.Entries[1].Seconds, 6);
        Assert.Equal(3435.948056, trace.Seconds, 5);
        Assert.Equal((549, 173), (trace.Entries[^1].InputTokens, trace.Entries[^1].OutputTokens));
    }

    [Fact]
    public void Own_run_gives_what_was_measured_once_and_says_what_it_left_out()
    {
        var trace = TraceFile.Read("run.ndjson", """
            {"schema":"vllmstream/1","type":"run_started"}
            {"schema":"vllmstream/1","type":"request","phase":"warmup","will_retry":false,"scheduled_ms":1,"asked_tokens":9,"prompt_tokens":11,"output_tokens":2}
            {"schema":"vllmstream/1","type":"request","phase":"running","will_retry":false,"scheduled_ms":700.5,"asked_tokens":null,"prompt_tokens":31,"output_tokens":4}
            {"schema":"vllmstream/1","type":"request","phase":"running","will_retry":true,"scheduled_ms":500,"asked_tokens":20,"prompt_tokens":null,"output_tokens":null}
            {"schema":"vllmstream/1","type":"request","phase":"running","will_retry":false,"scheduled_ms":500,"asked_tokens":20,"prompt_tokens":24,"output_tokens":null}
            {"schema":"vllmstream/1","type":"request","phase":"running","will_retry":false,"scheduled_ms":600,"asked_tokens":null,"prompt_tokens":null,"output_tokens":null}
            """);
        Assert.Equal([(0, 20, null, 0), (0.2005, 31, 4, 0)], trace.Entries.Select(Facts));
        Assert.Equal(1, trace.LeftOut);
    }

    [Fact]
    public void Own_run_is_read_wherever_it_was_cut()
    {
        // A separator of lines within a text ends no line of the file.
        var run = """
            {"schema":"vllmstream/1","type":"run_started"}
            {"schema":"vllmstream/1","type":"request","phase":"running","will_retry":false,"scheduled_ms":500,"asked_tokens":20,"output_tokens":4,"error":"A_B"}
            {"schema":"vllmstream/1","type":"request","phase":"running","will_retry":false,"scheduled_ms":600,"asked_tokens":30,"output_tokens":4}
            """.Replace("A_B", "A\u2028B", StringComparison.Ordinal);
        for (var length = run.LastIndexOf('\n'); length < run.Length; length++)
            Assert.Equal(20, Assert.Single(TraceFile.Read("run.ndjson", run[..length]).Entries).InputTokens);
        Assert.Equal("run.ndjson: holds no request", Assert.Throws<OptionException>(() => TraceFile.Read("run.ndjson", run[..60])).Message);
        // Damage before the end is no cut, and neither is that of a file of somebody else.
        Assert.Equal("run.ndjson:3: is no JSON", Assert.Throws<OptionException>(() => TraceFile.Read("run.ndjson", run[..^5] + "\n")).Message);
        Assert.Equal("t:1: is no JSON", Assert.Throws<OptionException>(() => TraceFile.Read("t", "{\"timestamp\":0,\"input_")).Message);
    }

    [Fact]
    public void Requests_are_sent_in_the_order_of_their_times_and_those_of_one_instant_in_the_order_of_the_file()
    {
        var trace = TraceFile.Read("t.jsonl", string.Join('\n', ((int[])[30, 10, 30, 10]).Select((time, i) => $$"""{"timestamp":{{time}},"input_length":{{i + 1}},"output_length":1}""")));
        Assert.Equal([2, 4, 1, 3], trace.Entries.Select(entry => entry.InputTokens));
    }

    [Theory]
    [InlineData("{\"timestamp\":0,\"input_length\":1,\"output_length\":1}\n\nnonsense", "t:3: is no JSON")]
    [InlineData("{\"timestamp\":0,\"input_length\":1}", "t:1: has no output_length")]
    [InlineData("{\"timestamp\":-1,\"input_length\":1,\"output_length\":1}", "t:1: has timestamp -1, which is no number from 0 up")]
    [InlineData("{\"timestamp\":\"0\",\"input_length\":1,\"output_length\":1}", "t:1: has timestamp \"0\", which is no number from 0 up")]
    [InlineData("{\"timestamp\":0,\"input_length\":0,\"output_length\":1}", "t:1: has input_length 0, which is no number of tokens; at least 1 and at most 10000000")]
    [InlineData("{\"timestamp\":0,\"input_length\":300000000,\"output_length\":1}", "t:1: has input_length 300000000, which is no number of tokens; at least 1 and at most 10000000")]
    [InlineData("{\"timestamp\":0,\"input_length\":1.5,\"output_length\":1}", "t:1: has input_length 1.5, which is no number of tokens; at least 1 and at most 10000000")]
    [InlineData("{\"timestamp\":0,\"input_length\":512,\"output_length\":1,\"hash_ids\":[1,2]}", "t:1: has 2 hash_ids, and its 512 tokens are 1 blocks of 512")]
    [InlineData("{\"timestamp\":0,\"input_length\":512,\"output_length\":1,\"hash_ids\":[\"a\"]}", "t:1: has the hash id \"a\", which is no whole number")]
    [InlineData("{}\n[1]", "t:1: has no input_length")]
    [InlineData("TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03,1,2\n2023-11-16 18:17:03,x,2", "t:3: has ContextTokens x, which is no number of tokens; at least 1 and at most 10000000")]
    [InlineData("TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03,1,300000000", "t:2: has GeneratedTokens 300000000, which is no number of tokens; at least 1 and at most 10000000")]
    [InlineData("{\"timestamp\":0,\"input_length\":1,\"output_length\":1}\n{\"timestamp\":1e300,\"input_length\":1,\"output_length\":1}", "t:2: comes 1E+297 s after the first request; the most is 31622400 s, a year")]
    [InlineData("TIMESTAMP,ContextTokens,GeneratedTokens\n2025-11-16 18:17:03,1,2\n2023-11-16 18:17:03,1,2", "t:2: comes 63158400 s after the first request; the most is 31622400 s, a year")]
    [InlineData("TIMESTAMP,ContextTokens,GeneratedTokens\nnoon,1,2", "t:2: has TIMESTAMP noon, which is no time such as 2023-11-16 18:17:03.9799600")]
    [InlineData("TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03,1", "t:2: has 2 fields, and the header asks for 3")]
    [InlineData("time,ContextTokens", "t:1: has no column TIMESTAMP; a trace is CSV with TIMESTAMP,ContextTokens,GeneratedTokens, or JSON lines with timestamp, input_length and output_length")]
    [InlineData("TIMESTAMP,ContextTokens,GeneratedTokens\n", "t: holds no request")]
    [InlineData("", "t: holds no request")]
    public void Line_that_cannot_be_read_is_named_with_its_number(string text, string problem) =>
        Assert.Equal(problem, Assert.Throws<OptionException>(() => TraceFile.Read("t", text)).Message);

    private static Trace Read(string name) => TraceFile.Read(name, File.ReadAllText(Path.Combine(Folder, name)));

    private static (double Seconds, int Input, int? Output, int Blocks) Facts(TraceEntry entry) => (Math.Round(entry.Seconds, 6), entry.InputTokens, entry.OutputTokens, entry.Blocks.Count);
}
