using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;
using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Chunks;

public sealed class FirstTokenTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Fact]
    [Trait("case", "CH01")]
    public async Task Role_chunk_is_an_event_and_no_token()
    {
        using var played = await simulator.OnceAsync("play(R@20 C(a)@500 C(b)@550 tail(2)@560)");
        Expect.Ok(played.Request, tokens: 2, tokenEvents: 2);
        Expect.Ttft(played, step: 1);
        Expect.Near(played.Log.SentMs(0), played.Request.SinceSent("first_event_ms"));
        Expect.Within(played.Request.TtftMs!.Value, played.Request.TtfcMs, 0.5);
    }

    public static TheoryData<string> SilentDeltas { get; } =
    [
        """{"role":"assistant"}""",
        """{"role":"assistant","content":null}""",
        """{"role":"assistant","content":"","reasoning":null,"tool_calls":null,"refusal":null}""",
        """{"role":"assistant","content":"","reasoning_content":""}""",
        """{"content":"","tool_calls":[]}""",
        "{}",
        "null",
    ];

    [Theory]
    [Trait("case", "CH01")]
    [MemberData(nameof(SilentDeltas))]
    public async Task Delta_without_generated_text_is_no_token(string delta)
    {
        var row = await simulator.RowAsync(SilentDeltas, value => $"play({Literal(Delta(value))}@20 C(a)@250 tail(1)@260)", delta);
        Expect.Ok(row.Request, tokens: 1, tokenEvents: 1);
        Expect.Ttft(row, step: 1);
    }

    [Fact]
    [Trait("case", "CH01")]
    public async Task Role_and_text_in_one_chunk_is_a_token()
    {
        using var played = await simulator.OnceAsync($"play({Literal(Delta("""{"role":"assistant","content":"a"}"""))}@200 C(b)@400 tail(2))");
        Expect.Ok(played.Request, tokens: 2, tokenEvents: 2);
        Expect.Ttft(played, step: 0);
    }

    public static TheoryData<string> EventsWithoutChoices { get; } =
    [
        """{"id":"","choices":[],"created":0,"model":"","object":"","prompt_filter_results":[{"prompt_index":0,"content_filter_results":{}}]}""",
        """{"id":"c1","object":"chat.completion.chunk","choices":[],"usage":null}""",
        """{"id":"c1","object":"chat.completion.chunk"}""",
        """{"type":"ping"}""",
        """{"choices":[{"index":0,"delta":{"role":"assistant","content":null},"finish_reason":null}],"prompt_progress":{"total":10,"processed":5}}""",
    ];

    [Theory]
    [Trait("case", "CH12")]
    [MemberData(nameof(EventsWithoutChoices))]
    public async Task Event_without_choices_is_no_token(string json)
    {
        var row = await simulator.RowAsync(EventsWithoutChoices, value => $"play({Literal(Data(value))}@80 R@100 C(a)@300 tail(1)@310)", json);
        Expect.Ok(row.Request, tokens: 1, tokenEvents: 1);
        Expect.Ttft(row, step: 2);
        Expect.Exit(0, row.Process);
    }

    [Fact]
    [Trait("case", "CH01")]
    public async Task Echoed_names_inside_strings_are_no_token()
    {
        // A search for "content" in the bytes would find it in the fingerprint and in the logprobs.
        var trap = Data("""{"id":"\"content\":\"x\"","choices":[{"index":0,"delta":{"role":"assistant"},"logprobs":{"content":[{"token":"x","logprob":-1}]},"finish_reason":null}],"system_fingerprint":"\"delta\":{\"content\":\"x\"}"}""");
        using var played = await simulator.OnceAsync($"play({Literal(trap)}@30 C(a)@250 tail(1)@260)");
        Expect.Ok(played.Request, tokens: 1, tokenEvents: 1);
        Expect.Ttft(played, step: 1);
    }
}
