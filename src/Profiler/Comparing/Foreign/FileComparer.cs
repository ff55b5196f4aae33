using System.Text.Json;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Reporting.Exchange;
using VllmStream.Profiling.Reporting.Exchange.Foreign;
using VllmStream.Profiling.Reporting.Exchange.Retold;

namespace VllmStream.Profiling.Comparing.Foreign;

/// <summary>Compares two files, whoever wrote them.</summary>
/// <remarks>
/// Two run files of ours are compared by our definitions. Where another tool wrote one, the other is told by that tool's definitions from its
/// log, so that both mean the same. What a file is, is told by what is in it.
/// </remarks>
public static class FileComparer
{
    // Our lines say what they are at their beginning.
    private const int HeadBytes = 4_096;

    /// <summary>Compares.</summary>
    /// <param name="a">The base.</param>
    /// <param name="b">What is held against it.</param>
    /// <param name="options">What matters.</param>
    /// <exception cref="NdjsonFormatException">A run file is damaged; the message names it.</exception>
    /// <exception cref="OptionException">A file cannot be read, is no result that is known, or has several runs and none of them is named.</exception>
    public static RunComparison Compare(ResultFile a, ResultFile b, ComparisonOptions options)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var (foreignA, foreignB) = (ForeignOf(a), ForeignOf(b));
        if (foreignA is null && foreignB is null)
            return RunComparer.Compare(RunSamplesReader.Read(a.Path, a.Path), RunSamplesReader.Read(b.Path, b.Path), options);
        return ForeignComparer.Compare(foreignA ?? Retold(a, foreignB!.Run.Tool), foreignB ?? Retold(b, foreignA!.Run.Tool), options);
    }

    // Null for a run file of ours.
    private static ForeignSide? ForeignOf(ResultFile file)
    {
        if (IsOurs(file.Path))
            return file.Number is null ? null : throw new OptionException($"{file} names a run within a file, and {file.Path} is one run", file.Path);
        var runs = ForeignRuns.Read(file.Path, "a file that run wrote");
        var number = file.Number ?? (runs.Count == 1 ? 1 : 0);
        return number >= 1 && number <= runs.Count
            ? new ForeignSide(file.ToString(), runs[number - 1])
            : throw new OptionException(
                $"{file} {(file.Number is null ? "has" : "is not there: the file has")} {runs.Count} run{(runs.Count == 1 ? "" : "s")}: {string.Join("; ", runs.Select((run, i) => $"#{i + 1} {Described(run)}"))}; name one",
                $"{file.Path}#1");
    }

    private static string Described(ForeignRun run)
    {
        var side = new ForeignSide("", run);
        return string.Join(", ", ((string?[])[run.Name, side.Load]).OfType<string>()) is { Length: > 0 } words ? words : ToolDefinitions.NameOf(run.Tool);
    }

    private static ForeignSide Retold(ResultFile file, ForeignTool tool)
    {
        try
        {
            using var stream = File.OpenRead(file.Path);
            var summary = RunReport.Load(stream);
            stream.Position = 0;
            return new ForeignSide(file.Path, RetoldForeignRun.Of(tool, stream, summary), summary);
        }
        catch (NdjsonFormatException problem)
        {
            throw problem.In(file.Path);
        }
    }

    private static bool IsOurs(string path)
    {
        var head = new byte[HeadBytes];
        int length;
        try
        {
            using var stream = File.OpenRead(path);
            length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"{path} cannot be read: {fault.Message}");
        }

        var reader = new Utf8JsonReader(head.AsSpan(0, length), isFinalBlock: false, default);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName
                && reader.ValueTextEquals("schema"u8) && reader.Read() && reader.TokenType == JsonTokenType.String
                && reader.GetString()!.StartsWith(NdjsonLine.CurrentSchema[..NdjsonLine.CurrentSchema.IndexOf('/', StringComparison.Ordinal)], StringComparison.Ordinal);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
