using System.Text;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Tokens;

/// <summary>Loads the vocabulary that an option names: what it is shows from its content, not from its name. Stateless.</summary>
internal static class TokenizerFiles
{
    // The vocabulary of gpt-oss and of OpenAI's own models; the only one that comes with the program.
    private const string Included = "o200k_base";

    // In the order of how much they say: the first of these in a folder is taken.
    private static readonly string[] Names = ["tokenizer.json", "tokenizer.model", "vocab.json"];

    /// <summary>Loads a file, a folder or an included vocabulary.</summary>
    /// <exception cref="OptionException">It cannot be read, or not be read exactly.</exception>
    public static ITokenCounter Load(string path)
    {
        if (path == Included && !File.Exists(path))
            return TiktokenFile.LoadIncluded(Included);
        try
        {
            return LoadFile(FileOf(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Wrong(path, $"cannot be read: {e.Message}");
        }
    }

    /// <summary>The error line for a file that is not what it should be.</summary>
    public static OptionException Wrong(string path, string problem) => new($"--tokenizer {path} {problem}", "--tokenizer server");

    /// <summary>What is said of a vocabulary that was read.</summary>
    public static string Describe(string path, string kind, int tokens) => FormattableString.Invariant($"{Path.GetFileName(path)} ({kind}, {tokens} tokens)");

    private static string FileOf(string path)
    {
        if (File.Exists(path))
            return path;
        if (!Directory.Exists(path))
            throw Wrong(path, $"is no file, folder or known name; give tokenizer.json, tokenizer.model, vocab.json, *.tiktoken or {Included}");
        var found = Names.Select(name => Path.Combine(path, name)).FirstOrDefault(File.Exists) ?? Directory.EnumerateFiles(path, "*.tiktoken").Order(StringComparer.Ordinal).FirstOrDefault();
        return found ?? throw Wrong(path, "is a folder without tokenizer.json, tokenizer.model, vocab.json or *.tiktoken");
    }

    private static ITokenCounter LoadFile(string path)
    {
        var content = File.ReadAllBytes(path);
        if (content.Length == 0)
            throw Wrong(path, "is empty");
        if (IsJson(content))
            return JsonVocabulary.Load(path, content);
        return TiktokenFile.IsOne(content) ? TiktokenFile.Load(path, content) : SentencePieceFile.Load(path, content);
    }

    private static bool IsJson(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith(Encoding.UTF8.Preamble))
            content = content[Encoding.UTF8.Preamble.Length..];
        return content.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
    }
}
