namespace VllmStream.Tests.Profiler.Recording;

/// <summary>The shorthand of the case list: chunks of a chat answer as they stand on the wire.</summary>
internal static class Chat
{
    /// <summary>The role chunk.</summary>
    public static string R { get; } = Delta("""{"role":"assistant","content":""}""");

    /// <summary>The end marker.</summary>
    public const string D = "data: [DONE]\n\n";

    /// <summary>A content chunk.</summary>
    public static string C(string text, int index = 0) => Delta($$"""{"content":"{{text}}"}""", index);

    /// <summary>A finish chunk.</summary>
    public static string F(string reason = "stop", int index = 0) => Delta("{}", index, reason);

    /// <summary>The usage chunk.</summary>
    public static string U(int prompt, int completion, string more = "")
        => $$$"""data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":{{{prompt}}},"completion_tokens":{{{completion}}},"total_tokens":{{{prompt + completion}}}{{{more}}}}}""" + "\n\n";

    /// <summary>A content chunk with continuous usage.</summary>
    public static string CU(string text, int prompt, int completion, int index = 0)
        => Delta($$"""{"content":"{{text}}"}""", index, usage: $$$""","usage":{"prompt_tokens":{{{prompt}}},"completion_tokens":{{{completion}}}}""");

    /// <summary>An error event.</summary>
    public static string E(string message)
        => $$$"""data: {"error":{"message":"{{{message}}}","type":"server_error","code":500}}""" + "\n\n";

    /// <summary>A chunk with this delta.</summary>
    public static string Delta(string delta, int index = 0, string? finish = null, string usage = "")
    {
        var reason = finish is null ? "null" : $"\"{finish}\"";
        return $$$"""data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":{{{index}}},"delta":{{{delta}}},"finish_reason":{{{reason}}}}]{{{usage}}}}""" + "\n\n";
    }

    /// <summary>How nearly every answer ends.</summary>
    public static string Tail(int tokens) => F() + U(5, tokens) + D;
}
