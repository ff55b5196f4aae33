using System.Reflection;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace VllmStream.Profiling.Options.Scenarios;

/// <summary>Reads scenario files (YAML 1.2). Pure but for the files that a scenario names.</summary>
public static class ScenarioFile
{
    private const string ResourcePrefix = "scenarios/";

    /// <summary>The names of the scenarios that come with the program.</summary>
    public static IReadOnlyList<string> Shipped { get; } =
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)).Select(name => Path.GetFileNameWithoutExtension(name)).Order(StringComparer.Ordinal)];

    /// <summary>Reads a scenario.</summary>
    /// <param name="file">A path, or a shipped name where there is no such file.</param>
    /// <param name="basis">What a step asks unless the file says otherwise.</param>
    /// <param name="sources">Environment and files.</param>
    /// <exception cref="OptionException">What is wrong, with file, line and column.</exception>
    public static Scenario Read(string file, WorkloadOptions basis, IOptionSources sources)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(sources);
        var text = !sources.FileExists(file) ? ShippedText(file) : sources.TryReadText(file) ?? throw new OptionException($"--scenario {file}: is no file that can be read");
        var source = new ScenarioSource(file, sources);
        var top = new YamlMap(source, Parse(source, text), ScenarioPlaces.Top, "a scenario");
        var users = top.Find("users") is { } node ? new YamlMap(source, node, ScenarioPlaces.Users, "users") : null;
        var steps = new StepReader(source, top, basis);
        var onStart = steps.ReadOnStart(top.List("on_start"));
        return new Scenario
        {
            Name = top.Text("name") ?? Path.GetFileNameWithoutExtension(file),
            OnStart = onStart,
            Tasks = top.Has("tasks") ? steps.ReadTasks(top.List("tasks")) : throw source.Wrong(top.Mark, "a scenario needs tasks"),
            Users = users?.Count("count", 1, LoadReader.MostInFlight),
            SpawnRate = users?.Number("spawn_rate", RateText.Least, RateText.Most),
            Think = users?.Read<TimeRange>("think", TimeRange.TryParse) ?? default,
        };
    }

    private static string ShippedText(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{ResourcePrefix}{name}.yaml");
        if (stream is null)
        {
            var nearest = NearestName.Of(name, Shipped);
            throw new OptionException($"--scenario {name}: there is no such file{(nearest is null ? $", and none of that name is shipped; shipped are {string.Join(", ", Shipped)}" : $"; nearest shipped one: {nearest}")}");
        }
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static YamlNode Parse(ScenarioSource source, string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 1 ? stream.Documents[0].RootNode : throw new OptionException($"{source.File}: has {stream.Documents.Count} YAML documents; one is needed");
        }
        catch (YamlException e)
        {
            // careful: the message of a nested cause is the one that says what is wrong.
            throw source.Wrong(e.Start, $"is no YAML: {e.InnerException?.Message ?? e.Message}");
        }
    }
}
