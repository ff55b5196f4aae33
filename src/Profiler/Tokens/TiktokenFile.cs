using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;
using System.Text;

namespace VllmStream.Profiling.Tokens;

/// <summary>A tiktoken file: lines of <c>base64 rank</c>. It does not say how text is cut, so its name has to, or that of its folder.</summary>
internal static class TiktokenFile
{
    // Where Llama 3 keeps the file in the folder of its model.
    private const string Original = "original";

    // Longer tokens than of most vocabularies.
    private const int MostOnStack = 512;

    /// <summary>True when the first line looks like one.</summary>
    public static bool IsOne(ReadOnlySpan<byte> content)
    {
        var end = content.IndexOf((byte)'\n');
        return TryReadLine(end < 0 ? content : content[..end], out _, out _);
    }

    /// <summary>Loads one.</summary>
    /// <exception cref="Options.OptionException">No name says how text is cut, a line is none, or a byte has no token.</exception>
    public static ITokenCounter Load(string path, byte[] content)
    {
        var known = Names(path).Select(EncodingOf).FirstOrDefault(encoding => encoding.Name is not null);
        if (known.Name is null)
        {
            var words = string.Join(", ", SplitExpressions.Encodings.Select(encoding => encoding.Name));
            throw TokenizerFiles.Wrong(path, $"is a tiktoken file, which does not say how text is cut; put one of {words} into its name or that of its folder");
        }
        var ranks = Read(path, content);
        ByteLevelVocabulary.RequireBytes(ranks, path);
        return new TiktokenCounter(ranks, known.Expression, TokenizerFiles.Describe(path, $"tiktoken {known.Name}", ranks.Count));
    }

    /// <summary>The vocabulary of gpt-oss and of OpenAI's own models, which comes with the tokenizer library.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="expression">How text is cut; null = as its name says.</param>
    public static ITokenCounter LoadIncluded(string name, string? expression = null)
    {
        // careful: by a name that stands here, which tells the compiler of the native executable to keep it.
        var holder = Type.GetType("Microsoft.ML.Tokenizers.O200kBaseTokenizerData, Microsoft.ML.Tokenizers.Data.O200kBase", throwOnError: true)!;
        using var packed = holder.Assembly.GetManifestResourceStream("o200k_base.tiktoken.deflate")!;
        using var file = new DeflateStream(packed, CompressionMode.Decompress);
        using var content = new MemoryStream();
        file.CopyTo(content);
        return new TiktokenCounter(ReadIncluded(content.GetBuffer().AsSpan(0, (int)content.Length)), expression ?? EncodingOf(name).Expression, name);
    }

    // A first line that says how many, then tokens in the order of their ranks.
    private static Dictionary<string, int> ReadIncluded(ReadOnlySpan<byte> content)
    {
        content = content[(content.IndexOf((byte)'\n') + 1)..];
        var ranks = new Dictionary<string, int>(content.Count((byte)'\n'), StringComparer.Ordinal);
        foreach (var range in content.Split((byte)'\n'))
        {
            if (TryReadToken(content[range].TrimEnd((byte)'\r'), out var token))
                ranks.Add(token, ranks.Count);
        }
        return ranks;
    }

    private static Dictionary<string, int> Read(string path, byte[] content)
    {
        var ranks = new Dictionary<string, int>(content.AsSpan().Count((byte)'\n') + 1, StringComparer.Ordinal);
        var number = 0;
        foreach (var range in content.AsSpan().Split((byte)'\n'))
        {
            number++;
            var line = content.AsSpan(range).TrimEnd("\r "u8);
            if (line.IsEmpty)
                continue;
            if (!TryReadLine(line, out var token, out var rank))
                throw TokenizerFiles.Wrong(path, $"is a tiktoken file with a line that is none: line {number}");
            if (!ranks.TryAdd(token, rank))
                throw TokenizerFiles.Wrong(path, $"is a tiktoken file with a token that stands in it twice: line {number}");
        }
        return ranks;
    }

    // "aGVsbG8= 24912", in letters.
    private static bool TryReadLine(ReadOnlySpan<byte> line, out string token, out int rank)
    {
        (token, rank) = ("", 0);
        line = line.TrimEnd("\r "u8);
        var blank = line.IndexOf((byte)' ');
        if (blank <= 0 || !Utf8Parser.TryParse(line[(blank + 1)..], out rank, out var used) || used != line.Length - blank - 1 || rank < 0)
            return false;
        return TryReadToken(line[..blank], out token);
    }

    private static bool TryReadToken(ReadOnlySpan<byte> base64, out string token)
    {
        token = "";
        Span<byte> bytes = base64.Length <= MostOnStack ? stackalloc byte[MostOnStack] : new byte[base64.Length];
        if (Base64.DecodeFromUtf8(base64, bytes, out _, out var count) != OperationStatus.Done || count == 0)
            return false;
        token = string.Create(count, bytes[..count], static (letters, from) =>
        {
            for (var i = 0; i < letters.Length; i++)
                letters[i] = ByteLevelAlphabet.Of(from[i]);
        });
        return true;
    }

    // The file's name says more than its folder's.
    private static IEnumerable<string> Names(string path)
    {
        yield return Path.GetFileName(path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (Path.GetFileName(folder) == Original)
            folder = Path.GetDirectoryName(folder);
        yield return Path.GetFileName(folder) ?? "";
    }

    // Meta-Llama-3-8B is of llama3.
    private static (string Name, string Expression) EncodingOf(string name)
    {
        var plain = new StringBuilder(name).Replace("-", "").Replace("_", "").ToString();
        return SplitExpressions.Encodings.FirstOrDefault(encoding => plain.Contains(encoding.Name, StringComparison.OrdinalIgnoreCase));
    }
}
