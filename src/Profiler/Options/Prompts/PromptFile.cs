using System.Text;
using System.Text.Json;
using Microsoft.VisualBasic.FileIO;

namespace VllmStream.Profiling.Options.Prompts;

/// <summary>
/// Reads prompts from a file, by its name: <c>.jsonl</c> (OpenAI messages, <c>prompt</c> as vLLM's custom data set has it, or a string in each
/// line), <c>.json</c> (ShareGPT), <c>.csv</c> (a column <c>prompt</c>), any other (one prompt per line).
/// </summary>
public static class PromptFile
{
    // The names under which data sets keep a prompt; the first that is there counts.
    private static readonly string[] TextNames = ["prompt", "text", "question", "input", "instruction"];

    private static readonly string[] LengthNames = ["output_tokens", "max_tokens", "output_len"];

    /// <summary>Reads the prompts.</summary>
    /// <param name="file">Its name, which tells the format and stands in errors.</param>
    /// <param name="text">What is in it.</param>
    /// <exception cref="OptionException">A line cannot be read, or there is none.</exception>
    public static IReadOnlyList<PromptEntry> Read(string file, string text)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(text);
        text = text.TrimStart('\uFEFF');
        List<PromptEntry> entries = Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".jsonl" or ".ndjson" => ReadJsonLines(file, text),
            ".json" => ReadShareGpt(file, text),
            ".csv" => ReadCsv(file, text),
            _ => [.. text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0).Select(line => new PromptEntry(line, null, null))],
        };
        return entries.Count > 0 ? entries : throw new OptionException($"{file}: holds no prompt");
    }

    private static List<PromptEntry> ReadJsonLines(string file, string text)
    {
        var entries = new List<PromptEntry>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
                continue;
            try
            {
                using var json = JsonDocument.Parse(lines[i]);
                entries.Add(ReadEntry(json.RootElement) ?? throw Wrong(file, i + 1, "has neither messages nor prompt"));
            }
            catch (JsonException)
            {
                throw Wrong(file, i + 1, "is no JSON");
            }
        }
        return entries;
    }

    private static PromptEntry? ReadEntry(JsonElement line)
    {
        if (line.ValueKind == JsonValueKind.String)
            return new PromptEntry(line.GetString()!, null, null);
        if (line.ValueKind != JsonValueKind.Object)
            return null;
        var length = LengthNames.Select(name => line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var tokens) && tokens > 0 ? tokens : (int?)null)
            .FirstOrDefault(tokens => tokens is not null);
        if (line.TryGetProperty("messages", out var messages) && messages.ValueKind == JsonValueKind.Array && messages.GetArrayLength() > 0)
            return new PromptEntry(LastUserText(messages), messages.GetRawText(), length);
        foreach (var name in TextNames)
        {
            if (line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } prompt)
                return new PromptEntry(prompt, null, length);
        }
        return null;
    }

    // For endpoints that take a text: what the user said last, of which only texts can be told.
    private static string LastUserText(JsonElement messages)
    {
        var last = "";
        foreach (var message in messages.EnumerateArray())
        {
            if (message.ValueKind == JsonValueKind.Object && message.TryGetProperty("role", out var role) && role.ValueEquals("user") && message.TryGetProperty("content", out var content))
                last = TextOf(content);
        }
        return last;
    }

    private static string TextOf(JsonElement content)
    {
        if (content.ValueKind == JsonValueKind.String)
            return content.GetString()!;
        if (content.ValueKind != JsonValueKind.Array)
            return "";
        var text = new StringBuilder();
        foreach (var part in content.EnumerateArray())
        {
            if (part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var piece) && piece.ValueKind == JsonValueKind.String)
                text.Append(piece.GetString());
        }
        return text.ToString();
    }

    // As vLLM's benchmark takes it: conversations of two turns and more, of which the first is the prompt.
    private static List<PromptEntry> ReadShareGpt(string file, string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind != JsonValueKind.Array)
                throw new OptionException($"{file}: is no ShareGPT list; for one object per line call it .jsonl");
            var entries = new List<PromptEntry>();
            foreach (var conversation in json.RootElement.EnumerateArray())
            {
                if (ReadConversation(conversation) is { } entry)
                    entries.Add(entry);
            }
            return entries;
        }
        catch (JsonException e)
        {
            throw Wrong(file, e.LineNumber.GetValueOrDefault() + 1, "is no JSON");
        }
    }

    private static PromptEntry? ReadConversation(JsonElement conversation)
    {
        if (conversation.ValueKind != JsonValueKind.Object)
            return null;
        if (!conversation.TryGetProperty("conversations", out var turns))
            return ReadEntry(conversation);
        if (turns.ValueKind != JsonValueKind.Array || turns.GetArrayLength() < 2)
            return null;
        return turns[0].ValueKind == JsonValueKind.Object && turns[0].TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } prompt
            ? new PromptEntry(prompt, null, null)
            : null;
    }

    private static List<PromptEntry> ReadCsv(string file, string text)
    {
        using var parser = new TextFieldParser(new StringReader(text)) { TextFieldType = FieldType.Delimited, Delimiters = [","], HasFieldsEnclosedInQuotes = true, TrimWhiteSpace = false };
        try
        {
            var header = parser.ReadFields() ?? [];
            string[] names = [.. header.Select(name => name.Trim().ToLowerInvariant())];
            var column = TextNames.Select(name => Array.IndexOf(names, name)).FirstOrDefault(at => at >= 0, -1);
            if (column < 0)
                throw Wrong(file, 1, $"has no column {TextNames[0]}; it has {string.Join(", ", header)}");
            var length = LengthNames.Select(name => Array.IndexOf(names, name)).FirstOrDefault(at => at >= 0, -1);
            var entries = new List<PromptEntry>();
            while (!parser.EndOfData)
            {
                var line = parser.LineNumber;
                var fields = parser.ReadFields()!;
                if (fields.Length != header.Length)
                    throw Wrong(file, line, $"has {fields.Length} fields and the header {header.Length}");
                if (fields[column].Length > 0)
                    entries.Add(new PromptEntry(fields[column], null, length >= 0 && int.TryParse(fields[length], out var tokens) && tokens > 0 ? tokens : null));
            }
            return entries;
        }
        catch (MalformedLineException)
        {
            throw Wrong(file, parser.ErrorLineNumber, "is no line of a CSV file: a quote is not closed");
        }
    }

    private static OptionException Wrong(string file, long line, string what) => new($"{file}:{line}: {what}");
}
