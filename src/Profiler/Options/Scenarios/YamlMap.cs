using System.Diagnostics.CodeAnalysis;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace VllmStream.Profiling.Options.Scenarios;

/// <summary>A map of a scenario file whose keys are known; whatever is wrong with it is said with its line and column.</summary>
internal sealed class YamlMap
{
    private readonly ScenarioSource _source;
    private readonly Dictionary<string, YamlNode> _values = new(StringComparer.Ordinal);

    public YamlMap(ScenarioSource source, YamlNode node, ScenarioPlaces place, string what)
    {
        _source = source;
        Mark = node.Start;
        if (node is not YamlMappingNode map)
            throw source.Wrong(node.Start, $"{what} is no map; write key: value");
        var names = ScenarioKeys.NamesAt(place);
        foreach (var (key, value) in map.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!names.Contains(name))
                throw source.Wrong(key.Start, Unknown(name, what, names));
            _values[name] = value;
        }
    }

    /// <summary>Where it begins.</summary>
    public Mark Mark { get; }

    /// <summary>The value; null where the key is absent or empty.</summary>
    public YamlNode? Find(string key) => _values.TryGetValue(key, out var node) && node is not YamlScalarNode { Value: "" or null, Style: ScalarStyle.Plain } ? node : null;

    public bool Has(string key) => Find(key) is not null;

    public Mark MarkOf(string key) => Find(key)?.Start ?? Mark;

    /// <summary>An error at the value of a key.</summary>
    public OptionException Wrong(string key, string what) => _source.Wrong(MarkOf(key), $"{key} {what}");

    /// <summary>A text, with <c>${env:…}</c> filled in.</summary>
    public string? Text(string key) => Find(key) is { } node ? TextOf(key, node) : null;

    /// <summary>One text or a list of them; empty where the key is absent.</summary>
    public IReadOnlyList<string> Texts(string key) => Find(key) switch
    {
        null => [],
        YamlSequenceNode { Children.Count: 0 } => throw Wrong(key, "is an empty list"),
        YamlSequenceNode list => [.. list.Select(node => TextOf(key, node))],
        var node => [TextOf(key, node)],
    };

    public bool? Flag(string key) => Text(key) switch
    {
        null => null,
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        var other => throw Wrong(key, $"is {other}; write true or false"),
    };

    public int? Count(string key, int least, int most = int.MaxValue)
    {
        if (Text(key) is not { } text)
            return null;
        return CountText.TryParse(text, least, most, out var count, out var problem) ? (int)count : throw Wrong(key, $"{text} {problem}");
    }

    public double? Number(string key, double least, double most)
    {
        if (Text(key) is not { } text)
            return null;
        return NumberText.TryParse(text, least, most, out var number, out var problem) ? number : throw Wrong(key, $"{text} {problem}");
    }

    public T? Read<T>(string key, OptionReader.Parser<T> parser)
        where T : struct
    {
        if (Text(key) is not { } text)
            return null;
        return parser(text, out var value, out var problem) ? value : throw Wrong(key, $"{text} {problem}");
    }

    /// <summary>A map of free names.</summary>
    public IReadOnlyList<(string Name, YamlNode Value)> Names(string key)
    {
        if (Find(key) is not { } node)
            return [];
        return node is YamlMappingNode map
            ? [.. map.Children.Select(child => ((child.Key as YamlScalarNode)?.Value ?? "", child.Value))]
            : throw Wrong(key, "is no map; write name: value under it");
    }

    /// <summary>A list; empty where the key is absent.</summary>
    public IReadOnlyList<YamlNode> List(string key)
    {
        if (Find(key) is not { } node)
            return [];
        return node is YamlSequenceNode { Children.Count: > 0 } list ? [.. list] : throw Wrong(key, "is no list; write - in front of each entry");
    }

    /// <summary>A text of a free name.</summary>
    public string TextOf(string key, YamlNode node) =>
        node is YamlScalarNode { Value: { } text } ? Expand(node.Start, text) : throw _source.Wrong(node.Start, $"{key} is no text");

    private string Expand(Mark at, string text) =>
        EnvironmentText.TryExpand(text, _source.Sources.Variable, out var expanded, out var problem) ? expanded : throw _source.Wrong(at, problem);

    private static string Unknown(string name, string what, IReadOnlyList<string> names)
    {
        var nearest = NearestName.Of(name, names);
        return nearest is null ? $"{what} has no key {name}; it can have {string.Join(", ", names)}" : $"{what} has no key {name}; nearest: {nearest}";
    }
}
