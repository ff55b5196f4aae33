using System.Text.Json;
using VllmStream.Cli.Agents;
using VllmStream.Cluster.Agents;
using VllmStream.Cluster.Link;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Arguments;

/// <summary>Reads a command line of agent.</summary>
internal static class AgentReader
{
    /// <exception cref="OptionException">What is wrong.</exception>
    internal static ParsedAgent Read(CommandRequest request, IOptionSources sources)
    {
        var values = request.Options;
        if (request.Words is [var word, ..])
            throw new OptionException($"agent takes no {TargetText.Redact(word)}; what it runs comes from the coordinator", "--allow-target URL to let it fire there");
        var link = LinkOptionsReader.Read(request, sources)
            ?? throw new OptionException($"{LinkOptionsReader.Broker} {LinkReader.Embedded} is for run, which starts its own agents; name a broker");
        var warnings = new List<string>();
        var folder = values.One("--work-dir");
        if (folder is not null && !Directory.Exists(folder.Text))
            throw folder.Wrong("is no folder");
        return new ParsedAgent
        {
            Link = link,
            Identity = new AgentIdentity
            {
                Name = NameOf(values, "--name") ?? Environment.MachineName,
                Region = NameOf(values, "--region") ?? "",
                Labels = [.. values.All("--label").Select(given => TagText.TryParse(given.Text, out var label, out var problem) ? $"{label.Key}={label.Value}" : throw given.Wrong(problem))],
                Version = VersionText.Number,
                CeilingPerSecond = CeilingOf(values, sources),
            },
            Targets = TargetRules.Parse(values.All("--allow-target").Select(given => given.Text)),
            Own = OwnConnection.Read(values, sources, warnings),
            WorkFolder = Path.GetFullPath(folder?.Text ?? "."),
            Quiet = values.Has("--quiet"),
            Warnings = warnings,
        };
    }

    // Names stand in tables, files and sentences of others.
    private static string? NameOf(OptionValues values, string option)
    {
        if (values.One(option) is not { } given)
            return null;
        return given.Text.Length is > 0 and <= 63 && given.Text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? given.Text
            : throw given.Wrong("is no name; use letters, digits, - _ and ., at most 63");
    }

    private static double? CeilingOf(OptionValues values, IOptionSources sources)
    {
        if (values.One("--selftest") is not { } given)
            return null;
        var text = sources.TryReadText(given.Text) ?? throw given.Wrong("is no file that can be read");
        try
        {
            using var result = JsonDocument.Parse(text);
            if (result.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("schema", out var schema) && schema.ValueKind == JsonValueKind.String
                && schema.GetString()!.StartsWith("vllmstream-selftest/", StringComparison.Ordinal))
                return root.TryGetProperty("ceiling_events_per_s", out var ceiling) && ceiling.ValueKind == JsonValueKind.Number ? ceiling.GetDouble() : null;
        }
        catch (JsonException)
        {
            // Said below.
        }

        throw given.Wrong("is no result of selftest", $"{CommandTable.Program} selftest --json {given.Text}");
    }
}
