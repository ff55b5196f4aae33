using VllmStream.Cli.Coordinating;
using VllmStream.Cluster.Link;
using VllmStream.Profiling.Linux;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Reporting.Exchange.Csv;

namespace VllmStream.Cli.Arguments;

/// <summary>Refuses outputs that would destroy what is read, or each other, and those that could not be written: before a load runs for nothing.</summary>
internal static class OutputGuard
{
    private const string Folder = "--csv";

    // Opened before the load, and told then.
    private const string Records = "--ndjson";

    // Read as a whole before anything is written: a sweep may go on in its own file.
    private const string Resumed = "--resume";

    // As they are told when two of them are in each other's way.
    private static readonly string[] Outputs = [Records, "--json", "--html", Folder, "--markdown", "--junit"];

    /// <summary>Looks at every output of a line.</summary>
    /// <param name="options">The line's options.</param>
    /// <param name="words">The files that it reads besides those of its options.</param>
    /// <exception cref="OptionException">An output is empty, would write over an input, is where another one goes as well, or cannot be written there.</exception>
    internal static void Check(OptionValues options, IReadOnlyList<string> words)
    {
        var outputs = Outputs.Select(options.One).OfType<OptionValue>().ToArray();
        foreach (var output in outputs)
            CheckName(output);
        OptionValue[] toStdout = [.. Printing(options), .. outputs.Where(IsStdout)];
        if (toStdout is [var one, var other, ..])
            throw BothToStdout(one, other);
        (string Name, string? Key)[] inputs = [.. words.Concat(Read(options)).Select(input => (input, FileKey.Of(input)))];
        var written = new Dictionary<string, OptionValue>(StringComparer.Ordinal);
        foreach (var output in outputs.Where(output => !IsStdout(output)))
        {
            foreach (var key in FilesOf(output, options).Select(FileKey.Of).OfType<string>())
            {
                if (Array.Find(inputs, input => input.Key == key).Name is { } input)
                    throw output.Wrong($"would write over {input}, which is read; write another name");
                if (!written.TryAdd(key, output))
                    throw new OptionException($"{written[key].Shown} and {output.Shown} write the same file; write another name for one");
            }
        }

        foreach (var output in outputs.Where(output => !IsStdout(output) && output.Definition.Name is not (Folder or Records)))
            CheckPlace(output, options.One(Folder)?.Text);
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

    private static void CheckPlace(OptionValue output, string? madeFolder)
    {
        if (Directory.Exists(output.Text))
            throw output.Wrong("is a folder; write a file name");
        var folder = Path.GetDirectoryName(Path.GetFullPath(output.Text))!;
        if (madeFolder is not null && Path.GetFullPath(madeFolder) == folder)
            return;
        if (!Directory.Exists(folder))
            throw output.Wrong($"cannot be written: there is no folder {folder}");
        if (!FileIdentity.MayWrite(File.Exists(output.Text) ? output.Text : folder))
            throw output.Wrong("cannot be written: this user may not; write it where you may");
    }

    // Every file that an option names and that is none of the outputs.
    private static IEnumerable<string> Read(OptionValues options) => options.Given
        .Where(given => given.Definition is { Shape: ValueShape.File } or { Name: "--tokenizer" } && given.Definition.Name != Resumed && !Outputs.Contains(given.Definition.Name, StringComparer.Ordinal))
        .Select(given => given.Text)
        .Where(text => text.Length > 0);

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

    private static IEnumerable<string> FilesOf(OptionValue output, OptionValues options) => output.Definition.Name switch
    {
        Folder => [output.Text, .. ((string[])[RunTables.Requests, RunTables.Stats, RunTables.History]).Select(file => Path.Combine(output.Text, file))],
        Records when options.Has("--collect") || options.One(LinkOptionsReader.Broker)?.Text == LinkReader.Embedded => [output.Text, .. new CollectedRecords(output.Text).Likely],
        _ => [output.Text],
    };
}
