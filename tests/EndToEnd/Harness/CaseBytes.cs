using System.Globalization;
using System.Text;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>Builders for the events that the cases are written in: role, content, finish, usage, done, error.</summary>
internal static class CaseBytes
{
    /// <summary>The role chunk: no token.</summary>
    public static byte[] R(int index = 0) => Delta("""{"role":"assistant","content":""}""", index: index);

    /// <summary>A content chunk.</summary>
    public static byte[] C(string text, int index = 0) => Delta($$"""{"content":{{Quote(text)}}}""", index: index);

    /// <summary>The finish chunk.</summary>
    public static byte[] F(string reason = "stop", int index = 0) => Delta("{}", reason, index);

    /// <summary>The usage chunk.</summary>
    public static byte[] U(int prompt, int completion, int? reasoning = null, int? cached = null) =>
        Chunk("", UsageJson(prompt, completion, reasoning, cached));

    /// <summary>The end marker.</summary>
    public static byte[] D() => Utf8("data: [DONE]\n\n");

    /// <summary>An error object in the stream.</summary>
    public static byte[] E(string message) => Data($$$"""{"error":{"message":{{{Quote(message)}}},"type":"server_error","code":500}}""");

    /// <summary>Finish, usage and done of a normal answer.</summary>
    public static byte[] Tail(int completion, int prompt = 5, string reason = "stop") => Join(F(reason), U(prompt, completion), D());

    /// <summary>A chunk with the given delta object.</summary>
    public static byte[] Delta(string delta, string? finish = null, int index = 0, string? usage = null) =>
        Chunk(Choice(delta, finish, index), usage);

    /// <summary>A chunk of the completions endpoint.</summary>
    public static byte[] T(string text, string? finish = null) => Data(
        $$"""{"id":"cmpl-1","object":"text_completion","created":1,"model":"m","choices":[{"index":0,"text":{{Quote(text)}},"logprobs":null,"finish_reason":{{QuoteOrNull(finish)}}}]}""");

    /// <summary>A chunk of given choices (comma-separated JSON objects) and usage.</summary>
    public static byte[] Chunk(string choices, string? usage = null)
    {
        var tail = usage is null ? "" : ",\"usage\":" + usage;
        return Data($$"""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{{choices}}]{{tail}}}""");
    }

    public static string Choice(string delta, string? finish = null, int index = 0) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"index":{{index}},"delta":{{delta}},"finish_reason":{{QuoteOrNull(finish)}}}""");

    public static string UsageJson(int prompt, int completion, int? reasoning = null, int? cached = null)
    {
        var json = new StringBuilder($"{{\"prompt_tokens\":{prompt},\"completion_tokens\":{completion},\"total_tokens\":{prompt + completion}");
        if (reasoning is { } r)
            json.Append($",\"completion_tokens_details\":{{\"reasoning_tokens\":{r}}}");
        if (cached is { } c)
            json.Append($",\"prompt_tokens_details\":{{\"cached_tokens\":{c}}}");
        return json.Append('}').ToString();
    }

    /// <summary>A whole answer that is not streamed.</summary>
    public static string Completion(string text, int prompt, int completion) =>
        $$"""{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":{{Quote(text)}}},"finish_reason":"stop"}],"usage":{{UsageJson(prompt, completion)}}}""";

    public static byte[] Data(string json) => Utf8("data: " + json + "\n\n");

    public static byte[] Comment(string text) => Utf8(":" + text + "\n\n");

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Join(params byte[][] parts)
    {
        if (parts.Length == 1)
            return parts[0];
        var all = new byte[parts.Sum(p => p.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(all, at);
            at += part.Length;
        }
        return all;
    }

    /// <summary>A JSON string that escapes only what it must, so that odd characters stay raw on the wire.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else if (c < ' ')
                quoted.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                quoted.Append(c);
        }
        return quoted.Append('"').ToString();
    }

    private static string QuoteOrNull(string? text) => text is null ? "null" : Quote(text);
}
