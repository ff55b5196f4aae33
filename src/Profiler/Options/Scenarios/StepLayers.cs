using YamlDotNet.RepresentationModel;

namespace VllmStream.Profiling.Options.Scenarios;

/// <summary>The maps that a step takes its values from, the nearest first.</summary>
internal sealed class StepLayers(ScenarioSource source, IReadOnlyList<YamlMap> layers)
{
    private const double MaxTemperature = 100;

    /// <summary>What is asked.</summary>
    public WorkloadOptions ReadRequest(WorkloadOptions basis)
    {
        var (endpoint, path) = ReadEndpoint(basis);
        var prompts = ReadPrompts();
        var entries = Of("prompts_file") is { } map ? source.ReadPrompts(map.MarkOf("prompts_file"), map.Text("prompts_file")!) : [];
        return basis with
        {
            Endpoint = endpoint,
            EndpointPath = path,
            // An empty one is what an unset variable of the environment leaves.
            Model = Of("model")?.Text("model") is { Length: > 0 } model ? model : basis.Model,
            Mode = ReadMode(endpoint, basis.Mode),
            System = Of("system")?.Text("system"),
            Prompts = prompts,
            PromptEntries = entries,
            IsOutputGiven = Of("max_tokens") is not null || basis.IsOutputGiven,
            DocumentTexts = Of("documents")?.Texts("documents") ?? [],
            InputTokens = Of("isl")?.Read<LengthSpec>("isl", LengthText.TryParse) ?? basis.InputTokens,
            OutputTokens = Of("max_tokens")?.Read<LengthSpec>("max_tokens", LengthText.TryParse) ?? basis.OutputTokens,
            IgnoreEos = Of("ignore_eos")?.Flag("ignore_eos") ?? basis.IgnoreEos,
            Temperature = Of("temperature")?.Number("temperature", 0, MaxTemperature) ?? basis.Temperature,
            TopP = Of("top_p")?.Number("top_p", 0, 1) ?? basis.TopP,
            ExtraBody = ReadBody() ?? basis.ExtraBody,
        };
    }

    /// <summary>All headers of the layers; the nearest of a name counts.</summary>
    public List<HeaderOption> ReadHeaders()
    {
        var headers = new List<HeaderOption>();
        foreach (var map in layers)
        {
            foreach (var (name, node) in map.Names("headers"))
            {
                if (headers.Exists(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
                    continue;
                headers.Add(HeaderText.TryParse($"{name}: {map.TextOf("headers", node)}", out var header, out var problem)
                    ? header
                    : throw source.Wrong(node.Start, $"headers: {name} {problem}"));
            }
        }
        return headers;
    }

    /// <summary>All expectations of the layers; the nearest of a kind counts.</summary>
    public Expectations? ReadExpect()
    {
        YamlMap[] maps = [.. layers.Where(map => map.Has("expect")).Select(map => new YamlMap(source, map.Find("expect")!, ScenarioPlaces.Expect, "expect"))];
        if (maps.Length == 0)
            return null;
        YamlMap? Rule(string key) => Array.Find(maps, map => map.Has(key));
        return new Expectations
        {
            Status = Rule("status")?.Count("status", 100),
            NonEmpty = Rule("non_empty")?.Flag("non_empty") ?? false,
            MinChars = Rule("min_chars")?.Count("min_chars", 0),
            Contains = Rule("contains")?.Texts("contains") ?? [],
            NotContains = Rule("not_contains")?.Texts("not_contains") ?? [],
            MinDimensions = Rule("min_dimensions")?.Count("min_dimensions", 1),
            FinishReason = Rule("finish_reason")?.Texts("finish_reason") ?? [],
            JsonSchema = Rule("json_schema") is { } map ? ReadSchema(map) : null,
        };
    }

    private (EndpointKind Kind, string? Path) ReadEndpoint(WorkloadOptions basis)
    {
        if (Of("endpoint") is not { } map)
            return (basis.Endpoint, basis.EndpointPath);
        var text = map.Text("endpoint")!;
        if (EndpointNames.OfName(text) is { } kind)
            return (kind, null);
        if (text.StartsWith('/'))
            return (EndpointKind.Plain, text);
        var nearest = NearestName.Of(text, EndpointNames.All);
        throw map.Wrong("endpoint", nearest is null ? $"{text} is unknown; it can be {string.Join(", ", EndpointNames.All)}, or a path" : $"{text} is unknown; nearest: {nearest}");
    }

    private RequestMode ReadMode(EndpointKind endpoint, RequestMode otherwise) => (Of("mode"), Of("mode")?.Text("mode")) switch
    {
        (null, _) => endpoint == EndpointKind.Plain ? RequestMode.NonStream : otherwise,
        (_, "stream") => RequestMode.Stream,
        (_, "nonstream") => RequestMode.NonStream,
        (var map, "paired") => throw map.Wrong("mode", "is paired, which is a mode of a whole run: leave it out and give --mode paired"),
        var (map, text) => throw map!.Wrong("mode", $"is {text}; write stream or nonstream"),
    };

    private IReadOnlyList<string> ReadPrompts()
    {
        string[] given = [.. ((string[])["prompt", "prompts", "prompts_file"]).Where(key => Of(key) is not null)];
        if (given.Length > 1)
            throw Of(given[1])!.Wrong(given[1], $"and {given[0]} are two kinds of prompts; keep one");
        if (given.Length == 0 || given[0] == "prompts_file")
            return [];
        var map = Of(given[0])!;
        var prompts = map.Texts(given[0]);
        return prompts.All(prompt => prompt.Length > 0) ? prompts : throw map.Wrong(given[0], "holds an empty prompt");
    }

    private string? ReadBody()
    {
        if (Of("body") is not { } map)
            return null;
        var node = map.Find("body")!;
        return node is YamlMappingNode ? YamlJson.Write(node, scalar => map.TextOf("body", scalar)) : throw map.Wrong("body", "is no map; write member: value under it");
    }

    private static string ReadSchema(YamlMap map)
    {
        var node = map.Find("json_schema")!;
        return node is YamlMappingNode ? YamlJson.Write(node, scalar => map.TextOf("json_schema", scalar)) : throw map.Wrong("json_schema", "is no map");
    }

    private YamlMap? Of(string key) => layers.FirstOrDefault(map => map.Has(key));
}
