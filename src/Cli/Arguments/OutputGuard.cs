using VllmStream.Profiling.Options;
using VllmStream.Profiling.Reporting.Exchange.Csv;

namespace VllmStream.Cli.Arguments;

/// <summary>Refuses outputs that would destroy what is read, or each other: report and compare write only what nobody loses anything by.</summary>
internal static class OutputGuard
{
    private const string Folder = "--csv";

    // As they are told when two of them are in each other's way.
    private static readonly string[] Outputs = ["--json", "--html", Folder, "--markdown", "--junit"];

    /// <summary>Looks at every output of a line.</summary>
    /// <param name="options">The line's options.</param>
    /// <param name="inputs">The files that it reads.</param>
    /// <exception cref="OptionException">An output is empty, would write over an input, or is where another one goes as well.</exception>
    internal static void Check(OptionValues options, IReadOnlyList<string> inputs)
    {
        var outputs = Outputs.Select(options.One).OfType<OptionValue>().ToArray();
        foreach (var output in outputs)
            CheckName(output);
        OptionValue[] toStdout = [.. Printing(options), .. outputs.Where(IsStdout)];
        if (toStdout is [var one, var other, ..])
            throw BothToStdout(one, other);
        var written = new Dictionary<string, OptionValue>(StringComparer.Ordinal);
        foreach (var output in outputs.Where(output => !IsStdout(output)))
        {
            foreach (var path in FilesOf(output).Select(RealPath))
            {
                if (inputs.FirstOrDefault(input => RealPath(input) == path) is { } input)
                    throw output.Wrong($"would write over {input}, which is read; write another name");
                if (!written.TryAdd(path, output))
                    throw new OptionException($"{written[path].Shown} and {output.Shown} write the same file; write another name for one");
            }
        }
    }

    /// <summary>The error line for two outputs on one stream.</summary>
    internal static OptionException BothToStdout(OptionValue one, OptionValue other) => new($"{one.Shown} and {other.Shown} both write to stdout; name a file for one");

    private static void CheckName(OptionValue output)
    {
        var name = output.Definition.Name == Folder ? "the name of a folder" : "a file name";
        var takesStdout = output.Definition.Value.EndsWith("|-", StringComparison.Ordinal);
        if (output.Text.Length == 0)
            throw new OptionException($"{output.Spelling} is empty; write {name}{(takesStdout ? ", or - for stdout" : "")}");
        if (IsStdout(output) && !takesStdout)
            throw output.Wrong($"is stdout, where the summary goes; write {name}");
    }

    // What goes to stdout without being told to.
    private static IEnumerable<OptionValue> Printing(OptionValues options)
    {
        var json = options.One("--json");
        if (options.One("--format") is { } format && json is null)
            yield return format;
        // Printed as text, unless it goes there as JSON.
        if (options.One("--as") is { } tool && json?.Text != OutputOptions.StandardOutput)
            yield return tool;
    }

    private static bool IsStdout(OptionValue output) => output.Text == OutputOptions.StandardOutput;

    private static IEnumerable<string> FilesOf(OptionValue output) => output.Definition.Name == Folder
        ? [output.Text, .. ((string[])[RunTables.Requests, RunTables.Stats, RunTables.History]).Select(file => Path.Combine(output.Text, file))]
        : [output.Text];

    // The same file under another name, or through a link.
    private static string RealPath(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            return File.Exists(full) ? File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full : full;
        }
        catch (IOException)
        {
            return full;
        }
    }
}
