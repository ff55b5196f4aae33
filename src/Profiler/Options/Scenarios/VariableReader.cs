using YamlDotNet.RepresentationModel;

namespace VllmStream.Profiling.Options.Scenarios;

/// <summary>Reads lists, set and capture.</summary>
internal sealed class VariableReader(ScenarioSource source, YamlMap top)
{
    private readonly Dictionary<string, IReadOnlyList<string>> _lists = ReadLists(source, top);

    /// <summary>The variables that a step sets.</summary>
    public List<VariableDraw> ReadSet(YamlMap map)
    {
        var draws = new List<VariableDraw>();
        foreach (var (name, node) in map.Names("set"))
        {
            CheckName(name, node);
            var text = map.TextOf("set", node);
            draws.Add(Drawn(name, text, node) ?? new VariableDraw(name, [text], InTurn: false));
        }
        return draws;
    }

    /// <summary>The variables that an answer gives.</summary>
    public List<KeyValuePair<string, string>> ReadCapture(YamlMap map)
    {
        var captures = new List<KeyValuePair<string, string>>();
        foreach (var (name, node) in map.Names("capture"))
        {
            CheckName(name, node);
            var from = map.TextOf("capture", node);
            if (from != "text" && !from.StartsWith('/'))
                throw source.Wrong(node.Start, $"capture {name}: {from} is neither a JSON Pointer, which begins with a slash, nor text");
            captures.Add(new(name, from));
        }
        return captures;
    }

    private VariableDraw? Drawn(string name, string text, YamlNode node)
    {
        var inTurn = text.StartsWith("next(", StringComparison.Ordinal);
        if ((!inTurn && !text.StartsWith("one_of(", StringComparison.Ordinal)) || !text.EndsWith(')'))
            return null;
        var list = text[(text.IndexOf('(', StringComparison.Ordinal) + 1)..^1].Trim();
        if (_lists.TryGetValue(list, out var values))
            return new VariableDraw(name, values, inTurn);
        var nearest = NearestName.Of(list, _lists.Keys);
        throw source.Wrong(node.Start, $"set {name}: there is no list {list}{(nearest is null ? "; name it under lists" : $"; nearest: {nearest}")}");
    }

    private void CheckName(string name, YamlNode node)
    {
        if (VariableText.NamesIn($"${{{name}}}").FirstOrDefault() != name)
            throw source.Wrong(node.Start, $"{name} is no name of a variable; use letters, digits and _");
    }

    private static Dictionary<string, IReadOnlyList<string>> ReadLists(ScenarioSource source, YamlMap top)
    {
        var lists = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (name, node) in top.Names("lists"))
        {
            lists[name] = node switch
            {
                YamlSequenceNode { Children.Count: > 0 } list => [.. list.Select(entry => top.TextOf(name, entry))],
                YamlScalarNode { Value.Length: > 0 } => source.ReadLines(node.Start, top.TextOf(name, node)),
                _ => throw source.Wrong(node.Start, $"the list {name} is empty; write - in front of each entry, or the name of a text file"),
            };
        }
        return lists;
    }
}
