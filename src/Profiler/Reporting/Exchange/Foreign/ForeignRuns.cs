using System.Text;
using System.Text.Json;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Exchange.Foreign;

/// <summary>Reads the result files of other tools. Which tool wrote one is told by what is in it, not by its name.</summary>
public static class ForeignRuns
{
    private const string Known = "a result of vllm bench serve (--save-result), a report of GuideLLM (benchmarks.json) or an export of AIPerf (profile_export_aiperf.json, profile_export.jsonl)";

    /// <summary>Reads a file. It has several runs where its tool writes several into one: one line each (vLLM's --append-result), or the steps of a sweep (GuideLLM).</summary>
    /// <param name="path">The file.</param>
    /// <param name="besides">What else it might have been, for the line that says it is none of these; null = nothing.</param>
    /// <exception cref="OptionException">It cannot be read, or is no result of a tool known here.</exception>
    public static IReadOnlyList<ForeignRun> Read(string path, string? besides = null)
    {
        try
        {
            return Read(File.ReadAllBytes(path), path, besides);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"{path} cannot be read: {fault.Message}");
        }
    }

    /// <summary>The same of text that is in memory already.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="name">What error lines call it.</param>
    /// <param name="besides">As above.</param>
    /// <exception cref="OptionException">It is no result of a tool known here.</exception>
    public static IReadOnlyList<ForeignRun> Read(ReadOnlyMemory<byte> text, string name, string? besides = null)
    {
        var known = besides is null ? Known : $"{besides}, {Known}";
        var documents = Parse(text, name, known);
        try
        {
            if (documents.Count > 0 && AiPerfReader.IsRecord(documents[0].RootElement))
                return [AiPerfReader.ReadRecords(documents.Select(document => document.RootElement))];
            return [.. documents.SelectMany(document => ReadOne(document.RootElement, name, known))];
        }
        catch (FormatException wrong)
        {
            throw new OptionException($"{name} cannot be a result: {wrong.Message}");
        }
        finally
        {
            foreach (var document in documents)
                document.Dispose();
        }
    }

    private static IReadOnlyList<ForeignRun> ReadOne(JsonElement root, string name, string known)
    {
        if (VllmReader.IsResult(root))
            return [VllmReader.Read(root)];
        if (GuideLlmReader.IsReport(root))
            return GuideLlmReader.Read(root);
        if (AiPerfReader.IsSummary(root))
            return [AiPerfReader.ReadSummary(root)];
        throw root.Text("schema") == NdjsonLine.CurrentSchema
            ? new OptionException($"{name} is a run file of this program, not of another tool")
            : new OptionException($"{name} is no result that is known; it can be {known}");
    }

    // One document, or one on each line.
    private static List<JsonDocument> Parse(ReadOnlyMemory<byte> text, string name, string known)
    {
        if (text.Span.StartsWith(Encoding.UTF8.Preamble))
            text = text[Encoding.UTF8.Preamble.Length..];
        try
        {
            return [JsonDocument.Parse(text)];
        }
        catch (JsonException)
        {
            return ParseLines(text, name, known);
        }
    }

    private static List<JsonDocument> ParseLines(ReadOnlyMemory<byte> text, string name, string known)
    {
        var documents = new List<JsonDocument>();
        var lines = 0;
        try
        {
            while (!text.IsEmpty)
            {
                lines++;
                var end = text.Span.IndexOf((byte)'\n');
                var line = end < 0 ? text : text[..end];
                text = end < 0 ? default : text[(end + 1)..];
                if (!line.Span.Trim(" \t\r"u8).IsEmpty)
                    documents.Add(JsonDocument.Parse(line));
            }
        }
        catch (JsonException damaged)
        {
            foreach (var document in documents)
                document.Dispose();
            throw new OptionException($"{name} is no JSON: line {lines} at character {damaged.BytePositionInLine + 1}; it can be {known}");
        }

        return documents.Count > 0 ? documents : throw new OptionException($"{name} is empty; it can be {known}");
    }
}
