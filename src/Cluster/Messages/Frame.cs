using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace VllmStream.Cluster.Messages;

/// <summary>How every message is written: one line of JSON, and behind its line feed the bytes that only the engines understand.</summary>
/// <remarks>JSON without indentation never has a line feed of its own; so bodies travel as they are, not as base64.</remarks>
internal static class Frame
{
    private const byte LineFeed = (byte)'\n';

    /// <summary>Writes a message.</summary>
    public static byte[] Write<T>(T head, JsonTypeInfo<T> type, ReadOnlySpan<byte> body = default)
        where T : IMessage
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(head, type);
        var bytes = new byte[line.Length + 1 + body.Length];
        line.CopyTo(bytes, 0);
        bytes[line.Length] = LineFeed;
        body.CopyTo(bytes.AsSpan(line.Length + 1));
        return bytes;
    }

    /// <summary>Reads a message.</summary>
    /// <exception cref="ClusterException">It is none, or its version is another one.</exception>
    public static T Read<T>(byte[]? bytes, JsonTypeInfo<T> type)
        where T : IMessage => Read(bytes, type, out _);

    /// <summary>Reads a message and its body.</summary>
    /// <exception cref="ClusterException">It is none, or its version is another one.</exception>
    public static T Read<T>(byte[]? bytes, JsonTypeInfo<T> type, out ReadOnlyMemory<byte> body)
        where T : IMessage
    {
        var all = bytes.AsMemory();
        var end = all.Span.IndexOf(LineFeed);
        var line = end < 0 ? all : all[..end];
        body = end < 0 ? default : all[(end + 1)..];
        try
        {
            // careful: the version first, since another one may mean other members.
            var version = JsonSerializer.Deserialize(line.Span, ClusterJson.Default.MessageVersion)?.V ?? 0;
            if (version != Protocol.Major)
                throw new ClusterException($"the other side speaks version {version} of the protocol and this program version {Protocol.Major}; run the same vllmstream everywhere");
            return JsonSerializer.Deserialize(line.Span, type) ?? throw new JsonException();
        }
        catch (JsonException e)
        {
            throw new ClusterException("the other side sent something that is no message of vllmstream", inner: e);
        }
    }
}
