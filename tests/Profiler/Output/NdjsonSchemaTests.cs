using System.Text.Json;
using VllmStream.Profiling.Output;

namespace VllmStream.Tests.Profiler.Output;

public sealed class NdjsonSchemaTests
{
    [Fact]
    public void NdjsonSchema_in_the_docs_is_the_one_of_the_types() => Repository.AssertIsFile("docs/ndjson.schema.json", NdjsonSchema.ToText());

    [Fact]
    public void NdjsonSchema_has_exactly_the_keys_of_written_lines()
    {
        var definitions = NdjsonSchema.Create()["$defs"]!.AsObject();
        foreach (var text in SampleRun.PlayMixed().Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var line = JsonDocument.Parse(text);
            var type = line.RootElement.GetProperty("type").GetString()!;
            var schema = definitions[type]!.AsObject();
            var written = line.RootElement.EnumerateObject().Select(key => key.Name).ToArray();
            Assert.Equal(schema["properties"]!.AsObject().Select(property => property.Key), written);
            Assert.Equal(schema["required"]!.AsArray().Select(key => key!.GetValue<string>()), written);
        }
    }

    [Fact]
    public void Metrics_of_a_request_are_written_as_their_type_has_them()
    {
        var metrics = new RequestLineMetrics { TtftMs = 1, TtfcMs = 2.5, TpotMs = 3, E2eMs = 4, WaitMs = 5, TokensPerS = 6, ItlP50Ms = 7 };
        var written = JsonSerializer.Serialize(metrics, typeof(RequestLineMetrics), NdjsonContext.For(Redactor.None));
        Assert.Equal(JsonSerializer.Serialize(metrics, typeof(RequestLineMetrics), NdjsonContext.Plain), written);
    }

    [Fact]
    public void NdjsonSchema_describes_every_key_of_a_line()
    {
        foreach (var (type, schema) in NdjsonSchema.Create()["$defs"]!.AsObject())
            Assert.All(schema!["properties"]!.AsObject(), property => Assert.False(string.IsNullOrEmpty(property.Value!["description"]?.GetValue<string>()), $"{type}.{property.Key}"));
    }

    [Fact]
    public void NdjsonSchema_documentation_names_every_key_of_a_line()
    {
        var page = File.ReadAllText(Repository.File("docs/ndjson.md"));
        foreach (var (type, schema) in NdjsonSchema.Create()["$defs"]!.AsObject())
            Assert.All(schema!["properties"]!.AsObject(), property => Assert.True(page.Contains($"`{property.Key}`", StringComparison.Ordinal), $"{type}.{property.Key} is not in docs/ndjson.md"));
    }
}
