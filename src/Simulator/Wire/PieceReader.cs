namespace VllmStream.Simulation;

/// <summary>Tells what an SSE event of this server is, by bytes that only events of that kind have.</summary>
internal static class PieceReader
{
    public static PieceKind KindOf(ReadOnlySpan<byte> item)
    {
        if (item.StartsWith(":"u8)) return PieceKind.Comment;
        if (item.StartsWith("event: "u8)) return TypedKind(item["event: "u8.Length..]);
        if (!item.StartsWith("data:"u8)) return PieceKind.Other;
        if (Has(item, "[DONE]"u8)) return PieceKind.Done;
        if (Has(item, "\"error\":{"u8) || Has(item, "\"object\":\"error\""u8)) return PieceKind.Error;
        if (Has(item, "\"choices\":[]"u8)) return Has(item, "\"usage\":{"u8) ? PieceKind.Usage : PieceKind.Other;
        if (Has(item, "\"finish_reason\":\""u8)) return PieceKind.Finish;
        return Has(item, "\"role\":\"assistant\",\"content\":\"\""u8) || Has(item, "\"role\":\"assistant\",\"content\":null"u8) ? PieceKind.Role : PieceKind.Token;
    }

    private static PieceKind TypedKind(ReadOnlySpan<byte> type)
    {
        if (type.StartsWith("response.output_text.delta"u8) || type.StartsWith("content_block_delta"u8)) return PieceKind.Token;
        if (type.StartsWith("response.completed"u8) || type.StartsWith("response.incomplete"u8) || type.StartsWith("message_stop"u8)) return PieceKind.Done;
        return type.StartsWith("message_delta"u8) ? PieceKind.Finish : PieceKind.Other;
    }

    private static bool Has(ReadOnlySpan<byte> item, ReadOnlySpan<byte> part) => item.IndexOf(part) >= 0;
}
