using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace VllmStream.Profiling.Exporting;

/// <summary>Reads an ExportMetricsServiceResponse: <c>partial_success = 1 { rejected_data_points = 1, error_message = 2 }</c>. Pure.</summary>
internal static class OtlpAnswer
{
    private const int LengthKind = 2;

    /// <summary>What a collector says that it did not take; null when it took everything, or says something else.</summary>
    public static string? Rejection(ReadOnlySpan<byte> body)
    {
        long rejected = 0;
        string? why = null;
        while (TryField(ref body, out var field, out var bytes, out _))
        {
            while (field == 1 && TryField(ref bytes, out var inner, out var text, out var number))
            {
                if (inner == 1)
                    rejected = (long)number;
                else if (inner == 2)
                    why = Encoding.UTF8.GetString(text);
            }
        }

        return rejected > 0 ? string.Create(CultureInfo.InvariantCulture, $"it rejects {rejected} data points: {why}") : null;
    }

    private static bool TryField(ref ReadOnlySpan<byte> rest, out int field, out ReadOnlySpan<byte> bytes, out ulong number)
    {
        (field, number) = (0, 0);
        bytes = default;
        if (!TryVarint(ref rest, out var tag))
            return false;
        field = (int)(tag >> 3);
        switch ((int)(tag & 7))
        {
            case 0:
                return TryVarint(ref rest, out number);
            case 1 when rest.Length >= sizeof(ulong):
                number = BinaryPrimitives.ReadUInt64LittleEndian(rest);
                rest = rest[sizeof(ulong)..];
                return true;
            case LengthKind when TryVarint(ref rest, out var length) && length <= (ulong)rest.Length:
                bytes = rest[..(int)length];
                rest = rest[(int)length..];
                return true;
            default:
                return false;
        }
    }

    private static bool TryVarint(ref ReadOnlySpan<byte> rest, out ulong value)
    {
        value = 0;
        for (var i = 0; i < rest.Length && i < 10; i++)
        {
            value |= (ulong)(rest[i] & 0x7F) << (7 * i);
            if (rest[i] > 0x7F)
                continue;
            rest = rest[(i + 1)..];
            return true;
        }

        return false;
    }
}
