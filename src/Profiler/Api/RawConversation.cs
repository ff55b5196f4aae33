using System.Buffers;
using System.Text;
using System.Text.Json;

namespace VllmStream.Profiling.Api;

/// <summary>A conversation that was given as JSON, kept as it goes over the wire. Immutable; any thread.</summary>
/// <remarks>In two parts, so that a nonce can stand between them without a copy of the whole for every request.</remarks>
public sealed class RawConversation
{
    private readonly byte[] _head;
    private readonly byte[] _tail;

    /// <summary>Keeps a JSON array of messages.</summary>
    /// <param name="head">What stands before its first text; empty when it has none.</param>
    /// <param name="tail">The rest.</param>
    public RawConversation(string head, string tail) => (_head, _tail) = (Encoding.UTF8.GetBytes(head), Encoding.UTF8.GetBytes(tail));

    /// <summary>Writes it.</summary>
    /// <param name="json">Where a value is due.</param>
    /// <param name="nonce">In front of its first text, if it has one; in need of no escape. Null = nothing.</param>
    internal void WriteTo(Utf8JsonWriter json, string? nonce)
    {
        if (_head.Length == 0)
        {
            json.WriteRawValue(_tail, skipInputValidation: true);
            return;
        }
        var first = new Part(_head, null);
        var last = new Part(_tail, nonce is null ? first : new Part(Encoding.UTF8.GetBytes(nonce), first));
        json.WriteRawValue(new ReadOnlySequence<byte>(first, 0, last, _tail.Length), skipInputValidation: true);
    }

    private sealed class Part : ReadOnlySequenceSegment<byte>
    {
        public Part(byte[] bytes, Part? before)
        {
            Memory = bytes;
            if (before is null)
                return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
