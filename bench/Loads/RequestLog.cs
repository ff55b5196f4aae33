using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace VllmStream.Bench.Loads;

/// <summary>The times that a native program or a peer wrote, by the name of the request. The format stands in Native/request-log.h.</summary>
internal static class RequestLog
{
    private const double NsPerUs = 1000;

    /// <summary>Reads a whole log.</summary>
    public static Dictionary<string, RequestTimes> Read(string path)
    {
        var requests = new Dictionary<string, RequestTimes>();
        ReadOnlySpan<byte> rest = File.ReadAllBytes(path);
        while (!rest.IsEmpty)
        {
            var key = Encoding.ASCII.GetString(Take(ref rest, (int)BinaryPrimitives.ReadUInt32LittleEndian(Take(ref rest, sizeof(uint)))));
            var begun = BinaryPrimitives.ReadUInt64LittleEndian(Take(ref rest, sizeof(ulong))) / NsPerUs;
            var count = (int)BinaryPrimitives.ReadUInt32LittleEndian(Take(ref rest, sizeof(uint)));
            var times = MemoryMarshal.Cast<byte, ulong>(Take(ref rest, count * sizeof(ulong)));
            var events = new double[count];
            for (var i = 0; i < count; i++)
                events[i] = times[i] / NsPerUs;
            // Two requests of one name could be joined with either: the figures would mean nothing.
            if (!requests.TryAdd(key, new RequestTimes(begun, events)))
                throw new InvalidDataException($"{path} has the request {key} twice");
        }
        return requests;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int count)
    {
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
