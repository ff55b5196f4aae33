using System.Globalization;
using VllmStream.Cluster.Coordinating;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;

namespace VllmStream.Cli.Coordinating;

/// <summary>The command line of a run as agents get it, and the files that they need for it.</summary>
/// <param name="Args">Without the program's name; nothing secret in it.</param>
/// <param name="Files">Files that it names.</param>
internal sealed record TravellingArguments(IReadOnlyList<string> Args, IReadOnlyList<AttachedFile> Files)
{
    /// <summary>Makes it.</summary>
    /// <param name="given">The options of the run.</param>
    /// <param name="run">The same, read: with the address and the seed that it has.</param>
    /// <exception cref="OptionException">Something in it is not for others.</exception>
    internal static TravellingArguments Of(OptionValues given, RunOptions run)
    {
        OptionValue[] travelling = [.. given.Given.Where(value => TravellingOptions.Travels(value.Definition) && value.Definition.Name != "--seed")];
        var redactor = Redactor.Of(run);
        var url = UrlOf(given, run);
        if (redactor.Clean(url) != url)
            throw new OptionException("the URL holds a secret, and is not sent to agents", "--header or --api-key-env on the command line of each agent");
        if (travelling.FirstOrDefault(value => redactor.Clean(value.Text) != value.Text) is { } secret)
            throw new OptionException($"{secret.Spelling} holds a secret, and is not sent to agents", "the same without it; each agent has keys and headers of its own");
        var sources = new RecordingSources();
        RunOptionsReader.Read(new OptionValues(travelling), url, sources);
        if (sources.Variables is [var variable, ..])
            throw new OptionException($"the scenario asks for the variable {variable}, and variables are not sent to agents; write its value into the file");
        string[] files = [.. sources.Files, .. TokenizerFile(run)];
        return new TravellingArguments(
            ["run", url, .. travelling.Select(TextOf), string.Create(CultureInfo.InvariantCulture, $"--seed={run.Workload.Seed}")],
            [.. files.Distinct(StringComparer.Ordinal).Select(file => new AttachedFile(file, Path.GetFullPath(file)))]);
    }

    // The path of an address may say what kind of request is meant; --endpoint says it as well.
    private static string UrlOf(OptionValues given, RunOptions run) => given.Has("--endpoint")
        ? run.Target.Root + run.Target.Query
        : run.Target.UrlOf(EndpointNames.PathOf(run.Workload.Endpoint, run.Workload.EndpointPath));

    // Under its own name, unless the other one has another meaning: seconds without a unit.
    private static string TextOf(OptionValue value)
    {
        var name = value.Definition.TakesBareSeconds(value.Spelling) ? value.Spelling : value.Definition.Name;
        return value.Definition.Shape == ValueShape.Flag ? name : $"{name}={value.Text}";
    }

    private static IEnumerable<string> TokenizerFile(RunOptions run)
    {
        if (run.Tokenizer?.Path is not { } path)
            return [];
        if (Directory.Exists(path))
            throw new OptionException($"--tokenizer {path} is a folder, and agents get files; name the file in it");
        return File.Exists(path) ? [path] : [];
    }
}
