using System.Buffers;
using System.Buffers.Text;

namespace VllmStream.Simulation;

/// <summary>The bytes of the next write of one request; grows to the largest and is used again for each.</summary>
internal sealed class ChunkBuffer : IDisposable
{
    // Longest text of a 32-bit number.
    private const int MaxNumberBytes = 11;

    private byte[] bytes = ArrayPool<byte>.Shared.Rent(1024);
    private int length;

    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, length);

    public void Clear() => length = 0;

    public void Append(scoped ReadOnlySpan<byte> text)
    {
        if (bytes.Length - length < text.Length) Grow(text.Length);
        text.CopyTo(bytes.AsSpan(length));
        length += text.Length;
    }

    public void Append(int number)
    {
        if (bytes.Length - length < MaxNumberBytes) Grow(MaxNumberBytes);
        Utf8Formatter.TryFormat(number, bytes.AsSpan(length), out var written);
        length += written;
    }

    public void AppendList(IEnumerable<int> numbers)
    {
        var separator = "["u8;
        foreach (var number in numbers)
        {
            Append(separator);
            Append(number);
            separator = ","u8;
        }

        Append("]"u8);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
        length = 0;
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length * 2, length + needed));
        bytes.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}
