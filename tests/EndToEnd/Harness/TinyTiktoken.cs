using System.Text;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>A vocabulary of all bytes and a few words: "hello", " world" and a row of up to 15 blanks are one token each.</summary>
internal static class TinyTiktoken
{
    private static readonly string[] Words =
        ["he", "ll", "hell", "hello", " w", "or", " wor", "ld", " world", .. Enumerable.Range(2, 14).Select(blanks => new string(' ', blanks))];

    /// <summary>Writes it under a name that says how text is cut.</summary>
    public static string Write(TempFolder folder) => folder.Write("cl100k_tiny.tiktoken", string.Concat(
        Enumerable.Range(0, 256).Select(value => new[] { (byte)value }).Concat(Words.Select(Encoding.UTF8.GetBytes)).Select((bytes, rank) => $"{Convert.ToBase64String(bytes)} {rank}\n")));
}
