using System.Globalization;
using System.Text;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>Parts of fault scripts that tests put together.</summary>
internal static class Recipe
{
    /// <summary>These bytes as an item of a recipe.</summary>
    public static string Literal(params byte[][] parts)
    {
        var literal = new StringBuilder("\"");
        foreach (var value in parts.SelectMany(part => part))
        {
            if (value is (byte)'"' or (byte)'\\')
                literal.Append('\\').Append((char)value);
            else if (value is < 0x20 or >= 0x7F)
                literal.Append("\\x").Append(value.ToString("x2", CultureInfo.InvariantCulture));
            else
                literal.Append((char)value);
        }
        return literal.Append('"').ToString();
    }

    /// <summary>This text as an item of a recipe.</summary>
    public static string Literal(string text) => Literal(Encoding.UTF8.GetBytes(text));

    /// <summary>A complete chat answer with these tokens, each at its time; usage is the number of tokens. Step 1 of its log is the first token.</summary>
    public static string Chat(double firstMs, double gapMs, int tokens) =>
        string.Create(CultureInfo.InvariantCulture, $"play(R C(\"t \")*{tokens}@{firstMs}+{gapMs} tail({tokens}))");

    /// <summary>A JSON document with Content-Length.</summary>
    public static string JsonBody(string body, int status = 200) => string.Create(CultureInfo.InvariantCulture, $"status({status}, body={Literal(body)})");

    /// <summary>Another document with Content-Length; no Content-Type when null.</summary>
    public static string Document(string? contentType, string body, int status = 200) => $"{JsonBody(body, status)}; content-type({contentType ?? "none"})";
}
