using System.Text;

namespace VllmStream.Tests.Simulator.Faults;

/// <summary>The events in which the cases are written, built here once more so that a table of bytes does not prove itself.</summary>
internal static class CaseEvents
{
    public const string D = "data: [DONE]\n\n";

    public static string R(int index = 0) => Chunk($"{{\"index\":{index},\"delta\":{{\"role\":\"assistant\",\"content\":\"\"}},\"finish_reason\":null}}");

    public static string C(string text, int index = 0) => Delta($"{{\"content\":\"{text}\"}}", index);

    public static string Delta(string delta, int index = 0) => Chunk($"{{\"index\":{index},\"delta\":{delta},\"finish_reason\":null}}");

    public static string F(string reason = "stop", int index = 0) => Chunk($"{{\"index\":{index},\"delta\":{{}},\"finish_reason\":\"{reason}\"}}");

    public static string U(int prompt, int completion) =>
        Chunk("", $",\"usage\":{{\"prompt_tokens\":{prompt},\"completion_tokens\":{completion},\"total_tokens\":{prompt + completion}}}");

    public static string E(string message) => $"data: {{\"error\":{{\"message\":\"{message}\",\"type\":\"server_error\",\"code\":500}}}}\n\n";

    public static string Tail(int tokens) => F() + U(5, tokens) + D;

    /// <summary>The same bytes as an item of a recipe.</summary>
    public static string Literal(string bytes) =>
        '"' + bytes.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal) + '"';

    /// <summary>A streamed answer on the wire, each write a chunk of its own.</summary>
    public static byte[] Stream(string head, params string[] writes)
    {
        using var wire = new MemoryStream();
        wire.Write(Encoding.UTF8.GetBytes(head));
        foreach (var write in writes)
        {
            var bytes = Encoding.UTF8.GetBytes(write);
            wire.Write(Encoding.UTF8.GetBytes($"{bytes.Length:x}\r\n"));
            wire.Write(bytes);
            wire.Write("\r\n"u8);
        }

        return wire.ToArray();
    }

    private static string Chunk(string choices, string tail = "") =>
        $"data: {{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{choices}]{tail}}}\n\n";
}
