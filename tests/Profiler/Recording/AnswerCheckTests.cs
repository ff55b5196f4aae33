using VllmStream.Profiling.Options.Scenarios;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Workload;

namespace VllmStream.Tests.Profiler.Recording;

public sealed class AnswerCheckTests
{
    private const string Schema = """{"type":"object","required":["city"],"properties":{"city":{"type":"string"}}}""";

    public static TheoryData<Expectations, string, string?> Texts { get; } = new()
    {
        { new() { NonEmpty = true }, "", "non_empty: the answer is empty" },
        { new() { NonEmpty = true }, "a", null },
        { new() { MinChars = 3 }, "ab", "min_chars 3: the answer has 2: ab" },
        { new() { MinChars = 3 }, "abc", null },
        { new() { Contains = ["b", "x"] }, "abc", "contains x: not in the answer: abc" },
        { new() { NotContains = ["x", "b"] }, "abc", "not_contains b: it is in the answer" },
        { new() { Status = 201 }, "abc", "status 200, expected 201" },
        { new() { FinishReason = ["stop"] }, "abc", null },
        { new() { FinishReason = ["length", "tool_calls"] }, "abc", "finish_reason length or tool_calls: it is stop" },
        { new() { JsonSchema = Schema }, """{"city":"Bergen"}""", null },
        { new() { JsonSchema = Schema }, "Bergen", "json_schema: the answer is no JSON: Bergen" },
        { new() { MinDimensions = 4 }, "", "min_dimensions 4: the vector has 3" },
        { new() { MinDimensions = 3 }, "", null },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Answer_is_held_against_every_rule(Expectations expect, string text, string? problem) =>
        Assert.Equal(problem, AnswerCheck.Judge(expect, 200, new AnswerResult { FinishReasons = ["stop"], Dimensions = 3 }, text, document: null)?.Message);

    [Fact]
    public void Json_that_breaks_the_schema_is_told_where()
    {
        var error = AnswerCheck.Judge(new Expectations { JsonSchema = Schema }, 200, new AnswerResult(), """{"city":7}""", document: null);
        Assert.Equal("expect", error!.Kind);
        Assert.Contains("/city", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/data/0/id", "m1")]
    [InlineData("/data/1/id", "2")]
    [InlineData("/a~1b/~0c", "slash")]
    [InlineData("/data/0", """{"id":"m1"}""")]
    [InlineData("/data/2/id", null)]
    [InlineData("/data/0/name", null)]
    [InlineData("/none", null)]
    [InlineData("text", "the text")]
    public void Capture_takes_what_the_pointer_names(string from, string? value)
    {
        var kind = new RequestKind("g", 0) { Capture = [new("x", from)] };
        var (values, error) = AnswerCheck.Take(kind, "the text", """{"data":[{"id":"m1"},{"id":2}],"a/b":{"~c":"slash"},"none":null}""");
        Assert.Equal(value, values?[0]);
        Assert.Equal(value is null, error is not null);
    }
}
