using System.Text.Json;
using Json.Schema;
using VllmStream.Profiling.Options.Scenarios;
using VllmStream.Tests.Profiler.Output;
using YamlDotNet.RepresentationModel;

namespace VllmStream.Tests.Profiler.Options.Scenarios;

public sealed class ScenarioSchemaTests
{
    public static TheoryData<string> Shipped { get; } = [.. ScenarioFile.Shipped];

    [Fact]
    public void ScenarioSchema_in_the_docs_is_the_one_of_the_keys() => Repository.AssertIsFile("docs/scenario.schema.json", ScenarioSchema.ToText());

    [Theory]
    [MemberData(nameof(Shipped))]
    public void ScenarioSchema_takes_the_shipped_scenarios(string name) => Assert.True(IsValid(File.ReadAllText(Repository.File($"scenarios/{name}.yaml"))));

    [Theory]
    [InlineData("tasks: [{ name: t, promts: [a] }]")]
    [InlineData("tasks: []")]
    [InlineData("name: x")]
    [InlineData("tasks: [{ prompt: a }]")]
    [InlineData("tasks: [{ name: t, expect: { status: [1] } }]")]
    public void ScenarioSchema_refuses_what_the_reader_refuses(string yaml) => Assert.False(IsValid(yaml));

    [Fact]
    public void Documentation_lists_every_key_with_its_help()
    {
        var page = File.ReadAllText(Repository.File("docs/scenarios.md"));
        Assert.All(ScenarioKeys.All, key => Assert.Contains($"| `{key.Name}` |", page, StringComparison.Ordinal));
        Assert.All(ScenarioKeys.All, key => Assert.Contains(key.Help, page, StringComparison.Ordinal));
    }

    private static bool IsValid(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        using var json = JsonDocument.Parse(YamlJson.Write(stream.Documents[0].RootNode, node => ((YamlScalarNode)node).Value!));
        return JsonSchema.FromText(ScenarioSchema.ToText()).Evaluate(json.RootElement).IsValid;
    }
}
