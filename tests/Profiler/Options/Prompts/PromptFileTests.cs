using VllmStream.Profiling.Options;
using VllmStream.Profiling.Options.Prompts;

namespace VllmStream.Tests.Profiler.Options.Prompts;

public sealed class PromptFileTests
{
    [Fact]
    public void Text_file_has_a_prompt_in_each_line_that_holds_anything() =>
        Assert.Equal([new("one", null, null), new(" two ", null, null)], PromptFile.Read("p.txt", "\uFEFFone\r\n\n two \n"));

    [Fact]
    public void Json_lines_are_messages_prompts_or_strings()
    {
        const string Messages = """[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url"},{"type":"text","text":"b"}]}]""";
        Assert.Equal(
            [new("ab", Messages, null), new("p", null, 64), new("plain", null, null), new("q", null, null)],
            PromptFile.Read("p.jsonl", $$"""
                {"messages":{{Messages}},"id":1}
                {"prompt":"p","output_tokens":64}

                "plain"
                {"question":"q","max_tokens":0}
                """));
    }

    [Fact]
    public void ShareGpt_gives_the_first_turn_of_conversations_with_an_answer() =>
        Assert.Equal([new("hi", null, null)], PromptFile.Read("p.json", """
            [{"id":"a","conversations":[{"from":"human","value":"hi"},{"from":"gpt","value":"hello"}]},
             {"id":"b","conversations":[{"from":"human","value":"alone"}]}, {"id":"c"}]
            """));

    [Fact]
    public void Csv_has_quoted_fields_with_commas_quotes_and_lines() =>
        Assert.Equal([new("a, \"b\"\nc", null, 7), new("d", null, null)], PromptFile.Read("p.csv", "id,Prompt,max_tokens\n1,\"a, \"\"b\"\"\nc\",7\n2,d,\n3,,5\n"));

    [Theory]
    [InlineData("p.jsonl", "{\"prompt\":\"a\"}\n{\"prompt\":", "p.jsonl:2: is no JSON")]
    [InlineData("p.jsonl", "{\"promt\":\"a\"}", "p.jsonl:1: has neither messages nor prompt")]
    [InlineData("p.jsonl", "\n\n[1]", "p.jsonl:3: has neither messages nor prompt")]
    [InlineData("p.json", "{\"prompt\":\"a\"}", "p.json: is no ShareGPT list; for one object per line call it .jsonl")]
    [InlineData("p.json", "[\n{", "p.json:2: is no JSON")]
    [InlineData("p.json", "[]", "p.json: holds no prompt")]
    [InlineData("p.csv", "id,txt\n1,a", "p.csv:1: has no column prompt; it has id, txt")]
    [InlineData("p.csv", "id,prompt\n1,a\n2", "p.csv:3: has 1 fields and the header 2")]
    [InlineData("p.txt", "\n", "p.txt: holds no prompt")]
    public void File_that_cannot_be_read_is_named_with_its_line(string file, string text, string error) =>
        Assert.Equal(error, Assert.Throws<OptionException>(() => PromptFile.Read(file, text)).Message);
}
