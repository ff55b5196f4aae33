using VllmStream.Profiling.Api;

namespace VllmStream.Tests.Profiler.Api;

public sealed class DeltaTests
{
    [Theory]
    [InlineData("""{"content":"a"}""", GeneratedKind.Content, "a", "")]
    [InlineData("""{"content":""}""", GeneratedKind.None, "", "")]
    [InlineData("""{"content":null,"role":"assistant"}""", GeneratedKind.None, "", "")]
    [InlineData("""{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}""", GeneratedKind.Content, "ab", "")]
    [InlineData("""{"content":["a",null,7,[1]]}""", GeneratedKind.Content, "a", "")]
    [InlineData("""{"content":{"text":"a","type":"text"}}""", GeneratedKind.Content, "a", "")]
    [InlineData("""{"content":[{"text":"t","type":"thinking"}]}""", GeneratedKind.Reasoning, "", "t")]
    [InlineData("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"t"}]},{"type":"text","text":"a"}]}""", GeneratedKind.Reasoning | GeneratedKind.Content, "a", "t")]
    [InlineData("""{"content":[{"type":"refusal","refusal":"no"}]}""", GeneratedKind.Refusal, "no", "")]
    [InlineData("""{"content":7}""", GeneratedKind.None, "", "")]
    [InlineData("""{"content":true,"refusal":"no"}""", GeneratedKind.Refusal, "no", "")]
    [InlineData("""{"refusal":null}""", GeneratedKind.None, "", "")]
    [InlineData("""{"reasoning":"t"}""", GeneratedKind.Reasoning, "", "t")]
    [InlineData("""{"reasoning_content":"t","content":null}""", GeneratedKind.Reasoning, "", "t")]
    [InlineData("""{"reasoning_content":"t","reasoning":"t"}""", GeneratedKind.Reasoning, "", "t")]
    [InlineData("""{"reasoning":"","reasoning_content":"t"}""", GeneratedKind.Reasoning, "", "t")]
    [InlineData("""{"thinking":"t"}""", GeneratedKind.Reasoning, "", "t")]
    [InlineData("""{"reasoning_details":[{"type":"reasoning.text","text":"t"}]}""", GeneratedKind.Reasoning, "", "t")]
    [InlineData("""{"reasoning_details":[{"type":"reasoning.summary","summary":"t"}],"reasoning":"t"}""", GeneratedKind.Reasoning, "", "t")]
    [InlineData("""{"reasoning_details":[{"type":"reasoning.encrypted","data":"x"}]}""", GeneratedKind.Reasoning, "", "")]
    [InlineData("""{"reasoning_details":[]}""", GeneratedKind.None, "", "")]
    [InlineData("""{"reasoning":{"text":"t"},"reasoning_content":7}""", GeneratedKind.None, "", "")]
    [InlineData("""{"tool_calls":[]}""", GeneratedKind.None, "", "")]
    [InlineData("""{"tool_calls":null}""", GeneratedKind.None, "", "")]
    [InlineData("""{"tool_calls":[null]}""", GeneratedKind.None, "", "")]
    [InlineData("""{"tool_calls":[{}]}""", GeneratedKind.ToolCall, "", "")]
    [InlineData("""{"function_call":{"name":"f"}}""", GeneratedKind.ToolCall, "", "")]
    [InlineData("""{"function_call":null}""", GeneratedKind.None, "", "")]
    [InlineData("""{"\u0063ontent":"a"}""", GeneratedKind.Content, "a", "")]
    [InlineData("""{"logprobs":{"content":"a"}}""", GeneratedKind.None, "", "")]
    public void ReadEvent_delta_gives_its_generated_kinds_and_text(string delta, GeneratedKind kinds, string text, string reasoning)
    {
        var collector = new TextCollector();
        var facts = Events.ReadDelta(delta, collector);
        Assert.Equal(ChunkKind.Chunk, facts.Kind);
        Assert.Equal(kinds, facts.Generated);
        Assert.Equal(text, collector.Text(0));
        Assert.Equal(reasoning, collector.Reasoning(0));
        Assert.Equal(Events.ReadDelta(delta).Generated, facts.Generated);
    }

    [Fact]
    public void ReadEvent_role_only_chunk_is_told_apart()
    {
        Assert.True(Events.ReadDelta("""{"role":"assistant","content":""}""").RoleOnly);
        Assert.False(Events.ReadDelta("""{"role":"assistant","content":"a"}""").RoleOnly);
        Assert.False(Events.ReadDelta("{}").RoleOnly);
    }

    [Fact]
    public void ReadEvent_tool_calls_come_together_from_their_pieces()
    {
        var text = new TextCollector();
        Events.ReadDelta("""{"tool_calls":[{"function":{"arguments":"{\"a\"","name":"f"},"index":1,"id":"x"},{"index":0,"id":"y","function":{"name":"g","arguments":{"b":[1]}}}]}""", text);
        Events.ReadDelta("""{"tool_calls":[{"index":1,"id":"x","function":{"name":"f","arguments":":1}"}}]}""", text);
        Assert.Equal([new(0, "y", "g", """{"b":[1]}"""), new(1, "x", "f", """{"a":1}""")], text.ToolCalls(0));
    }

    [Fact]
    public void ReadEvent_older_function_call_is_a_tool_call()
    {
        var text = new TextCollector();
        Events.ReadDelta("""{"function_call":{"name":"f","arguments":"{"}}""", text);
        Events.ReadDelta("""{"function_call":{"arguments":"}"}}""", text);
        Assert.Equal([new(0, null, "f", "{}")], text.ToolCalls(0));
    }

    [Fact]
    public void ReadEvent_text_offsets_cut_the_data_at_the_text()
    {
        const string Data = """{"choices":[{"index":0,"delta":{"content":"say \"hi\""},"finish_reason":null}]}""";
        var choice = Events.Read(Data).Choice(0);
        Assert.Equal("say \\\"hi\\\"", Data.Substring(choice.TextStart, choice.TextBytes));
        var message = Events.Read("""{"choices":[{"message":{"content":"hello"}}]}""").Choice(0);
        Assert.Equal(35, message.TextStart);
    }

    [Fact]
    public void ReadEvent_message_counts_only_without_a_delta()
    {
        var text = new TextCollector();
        Events.Read("""{"choices":[{"message":{"content":"so far"},"delta":{"content":"far"}}]}""", text: text);
        Assert.Equal("far", text.Text(0));
    }

    [Fact]
    public void ReadEvent_escapes_and_broken_text_never_throw()
    {
        var text = new TextCollector();
        var lone = Events.ReadDelta("""{"content":"\ud83d"}""", text);
        Events.ReadDelta("""{"content":"\udc1f\ud83d\u0041\n\t\r\b\f\/\\\""}""", text);
        Assert.Equal(GeneratedKind.Content, lone.Generated);
        Assert.Equal("🐟\ud83dA\n\t\r\b\f/\\\"", text.Text(0));
    }

    [Fact]
    public void ReadEvent_invalid_utf8_is_read_with_replacement_and_flagged()
    {
        var text = new TextCollector();
        byte[] data = [.. """{"choices":[{"delta":{"content":"a"""u8, 0xF0, 0x9F, .. "\"}}]}"u8];
        var facts = Events.Read(data, text: text);
        Assert.True(facts.InvalidUtf8);
        Assert.Equal(GeneratedKind.Content, facts.Generated);
        Assert.Equal("a\uFFFD", text.Text(0));
    }
}
