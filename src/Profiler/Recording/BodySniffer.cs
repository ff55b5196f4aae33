namespace VllmStream.Profiling.Recording;

/// <summary>Tells by its first bytes what a body is. Content-Type is not asked: servers and proxies get it wrong in both directions.</summary>
internal static class BodySniffer
{
    /// <summary>Judges the bytes so far; undecided while they could still become several things.</summary>
    public static BodyKind Judge(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        if (head.StartsWith(mark))
            head = head[mark.Length..];
        else if (mark.StartsWith(head))
            return BodyKind.Undecided;

        // Blank lines are keep-alives of servers that take long over a whole answer (DeepSeek).
        head = head.TrimStart(" \t\r\n"u8);
        if (head.IsEmpty)
            return BodyKind.Undecided;
        return head[0] switch
        {
            (byte)':' => BodyKind.Events,
            (byte)'{' or (byte)'[' => BodyKind.Json,
            (byte)'<' => BodyKind.Html,
            _ => JudgeField(head),
        };
    }

    /// <summary>The body without its byte order mark, which no JSON reader takes.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        return body.StartsWith(mark) ? body[mark.Length..] : body;
    }

    private static BodyKind JudgeField(ReadOnlySpan<byte> line)
    {
        var data = Compare(line, "data:"u8);
        var type = Compare(line, "event:"u8);
        var id = Compare(line, "id:"u8);
        var retry = Compare(line, "retry:"u8);
        // No field of the standard; llama.cpp used to send it.
        var error = Compare(line, "error:"u8);
        if (data == 1 || type == 1 || id == 1 || retry == 1 || error == 1)
            return BodyKind.Events;
        return data == 0 || type == 0 || id == 0 || retry == 0 || error == 0 ? BodyKind.Undecided : BodyKind.Text;
    }

    // 1: the field; 0: a beginning of it; -1: something else.
    private static int Compare(ReadOnlySpan<byte> line, ReadOnlySpan<byte> field)
    {
        if (line.StartsWith(field))
            return 1;
        return field.StartsWith(line) ? 0 : -1;
    }
}
