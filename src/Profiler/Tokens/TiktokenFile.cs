using System.Buffers.Text;
using Microsoft.ML.Tokenizers;

namespace VllmStream.Profiling.Tokens;

/// <summary>A tiktoken file: lines of <c>base64 rank</c>. It does not say how text is cut, so its name has to.</summary>
internal static class TiktokenFile
{
    /// <summary>True when the first line looks like one.</summary>
    public static bool IsOne(ReadOnlySpan<byte> content)
    {
        var end = content.IndexOf((byte)'\n');
        var line = (end < 0 ? content : content[..end]).TrimEnd((byte)'\r');
        var blank = line.IndexOf((byte)' ');
        return blank > 0 && Base64.IsValid(line[..blank]) && Utf8Parser.TryParse(line[(blank + 1)..], out int _, out var used) && used == line.Length - blank - 1;
    }

    /// <summary>Loads one.</summary>
    /// <exception cref="Options.OptionException">Its name says nothing, or a line is none.</exception>
    public static ITokenCounter Load(string path, byte[] content)
    {
        var name = Path.GetFileName(path);
        var known = SplitExpressions.Encodings.FirstOrDefault(encoding => name.Contains(encoding.Name, StringComparison.OrdinalIgnoreCase));
        if (known.Name is null)
            throw TokenizerFiles.Wrong(path, $"is a tiktoken file, which does not say how text is cut; put one of {string.Join(", ", SplitExpressions.Encodings.Select(encoding => encoding.Name))} into its name");
        try
        {
            using var stream = new MemoryStream(content);
            var tokenizer = TiktokenTokenizer.Create(stream, preTokenizer: null, normalizer: null);
            return new TiktokenCounter(tokenizer, known.Expression, TokenizerFiles.Describe(path, $"tiktoken {known.Name}", content.AsSpan().Count((byte)'\n')));
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException or KeyNotFoundException)
        {
            throw TokenizerFiles.Wrong(path, $"is a tiktoken file with a line that is none: {e.Message}");
        }
    }
}
