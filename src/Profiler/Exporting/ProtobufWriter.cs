using System.Buffers.Binary;
using System.Text;

namespace VllmStream.Profiling.Exporting;

/// <summary>Writes the wire format of Protocol Buffers: each field is <c>varint(number &lt;&lt; 3 | kind)</c> and its value. Not thread-safe.</summary>
internal sealed class ProtobufWriter
{
    private const int VarintKind = 0;
    private const int Fixed64Kind = 1;
    private const int LengthKind = 2;

    // A varint has seven bits in each byte.
    private const int LongestVarint = 10;

    private byte[] _bytes = new byte[16 * 1024];
    private int _length;

    /// <summary>What was written.</summary>
    public byte[] ToArray() => _bytes.AsSpan(0, _length).ToArray();

    /// <summary>A string; null is left out.</summary>
    public void Text(int field, string? value)
    {
        if (value is null)
            return;
        var bytes = Encoding.UTF8.GetBytes(value);
        Tag(field, LengthKind);
        Varint((ulong)bytes.Length);
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>bool, enum, int32, uint64.</summary>
    public void Number(int field, ulong value)
    {
        Tag(field, VarintKind);
        Varint(value);
    }

    /// <summary>fixed64, sfixed64.</summary>
    public void Fixed(int field, long value)
    {
        Tag(field, Fixed64Kind);
        Eight(value);
    }

    /// <summary>double.</summary>
    public void Double(int field, double value) => Fixed(field, BitConverter.DoubleToInt64Bits(value));

    /// <summary>repeated fixed64, packed.</summary>
    public void Packed(int field, IReadOnlyList<long> values)
    {
        Tag(field, LengthKind);
        Varint((ulong)values.Count * sizeof(long));
        foreach (var value in values)
            Eight(value);
    }

    /// <summary>repeated double, packed.</summary>
    public void Packed(int field, IReadOnlyList<double> values) => Packed(field, [.. values.Select(BitConverter.DoubleToInt64Bits)]);

    /// <summary>A message inside this one.</summary>
    /// <param name="field">Its number.</param>
    /// <param name="write">Writes its fields.</param>
    public void Message(int field, Action write)
    {
        Tag(field, LengthKind);
        var start = _length;
        write();
        // The length stands before what it is the length of: it moves on by as many bytes as the length takes.
        var length = _length - start;
        Span<byte> prefix = stackalloc byte[LongestVarint];
        var size = Put(prefix, (ulong)length);
        Room(size);
        _bytes.AsSpan(start, length).CopyTo(_bytes.AsSpan(start + size));
        prefix[..size].CopyTo(_bytes.AsSpan(start));
        _length += size;
    }

    private void Tag(int field, int kind) => Varint(((ulong)field << 3) | (uint)kind);

    private void Varint(ulong value) => _length += Put(Room(LongestVarint), value);

    private void Eight(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), value);
        _length += sizeof(long);
    }

    private static int Put(Span<byte> room, ulong value)
    {
        var size = 0;
        for (; value > 0x7F; value >>= 7)
            room[size++] = (byte)(value | 0x80);
        room[size++] = (byte)value;
        return size;
    }

    private Span<byte> Room(int size)
    {
        if (_bytes.Length - _length < size)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + size));
        return _bytes.AsSpan(_length);
    }
}
