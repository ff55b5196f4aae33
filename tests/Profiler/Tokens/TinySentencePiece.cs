using System.Text;

namespace VllmStream.Tests.Profiler.Tokens;

/// <summary>A SentencePiece model of a few pieces and all bytes, written field by field (sentencepiece_model.proto).</summary>
internal static class TinySentencePiece
{
    private const int Normal = 1;
    private const int Unknown = 2;
    private const int Control = 3;
    private const int UserDefined = 4;
    private const int Byte = 6;

    public static byte[] Model(int type = 2, bool userDefined = false, bool characterMap = false)
    {
        var model = new List<byte>();
        Add(model, "<unk>", 0, Unknown);
        Add(model, "<s>", 0, Control);
        Add(model, "</s>", 0, Control);
        for (var value = 0; value < 256; value++)
            Add(model, $"<0x{value:X2}>", 0, Byte);
        // The likelier, the earlier it is merged.
        foreach (var (piece, score) in new[] { ("ab", -1f), ("\u2581ab", -2f), ("\u2581a", -3f), ("\u2581", -4f), ("a", -5f), ("b", -6f) })
            Add(model, piece, score, Normal);
        if (userDefined)
            Add(model, "<tool>", 0, UserDefined);
        Field(model, 2, [.. Number(3, type), .. Number(35, 1), .. Number(40, 0), .. Number(41, 1), .. Number(42, 2)]);
        Field(model, 3, [.. Bytes(1, "identity"u8.ToArray()), .. characterMap ? Bytes(2, [1, 2, 3]) : [], .. Number(3, 1), .. Number(4, 0), .. Number(5, 1)]);
        return [.. model];
    }

    private static void Add(List<byte> model, string piece, float score, int type) =>
        Field(model, 1, [.. Bytes(1, Encoding.UTF8.GetBytes(piece)), (2 << 3) | 5, .. BitConverter.GetBytes(score), .. Number(3, type)]);

    private static void Field(List<byte> model, int field, byte[] body) => model.AddRange(Bytes(field, body));

    private static byte[] Bytes(int field, byte[] body) => [.. Varint((field << 3) | 2), .. Varint(body.Length), .. body];

    private static byte[] Number(int field, int value) => [.. Varint(field << 3), .. Varint(value)];

    private static byte[] Varint(int value)
    {
        var bytes = new List<byte>();
        for (; value > 0x7F; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}
