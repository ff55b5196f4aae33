using System.Buffers.Binary;
using System.Net.Sockets;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>One connection of a <see cref="FramedServer"/>: reads requests, and writes frames (RFC 9113) whose headers are literals (RFC 7541).</summary>
internal sealed class FramedConnection : IDisposable
{
    private const byte Data = 0;
    private const byte HeadersKind = 1;
    private const byte ResetKind = 3;
    private const byte Settings = 4;
    private const byte Ping = 6;
    private const byte GoAwayKind = 7;
    private const byte Acknowledged = 1;
    private const byte EndStream = 1;
    private const byte EndHeaders = 4;
    private const byte Padded = 8;
    private const int PrefaceBytes = 24;

    private readonly NetworkStream _stream;

    private readonly bool _greets;

    public FramedConnection(Socket socket, int number, bool greets)
    {
        _greets = greets;
        Number = number;
        socket.NoDelay = true;
        _stream = new NetworkStream(socket, ownsSocket: false);
        _stream.ReadExactly(new byte[PrefaceBytes]);
        if (greets)
            Write(Settings, 0, 0, []);
    }

    /// <summary>Number of the connection, from 0.</summary>
    public int Number { get; }

    /// <summary>The code of the last RST_STREAM of the client; null = none came.</summary>
    public uint? ClientReset { get; private set; }

    /// <summary>Waits until a request is there to its last byte.</summary>
    /// <returns>Its stream; 0 when the client has closed the connection.</returns>
    public int NextRequest() => ReadUntil(kind => kind is Data or HeadersKind, flags => (flags & EndStream) != 0);

    /// <summary>Waits until the client resets a stream.</summary>
    /// <returns>The stream; 0 when the client has closed the connection.</returns>
    public int AwaitReset() => ReadUntil(kind => kind == ResetKind, _ => true);

    /// <summary>The head of an answer with 200.</summary>
    public void Headers(int stream, string contentType = "text/event-stream", bool end = false)
    {
        // :status 200 is number 8 of the static table, content-type number 31 (15 + 16 in a prefix of four bits).
        byte[] block = [0x88, 0x0f, 0x10, (byte)contentType.Length, .. CaseBytes.Utf8(contentType)];
        Write(HeadersKind, (byte)(EndHeaders | (end ? EndStream : 0)), stream, block);
    }

    /// <summary>Trailers, which end the stream.</summary>
    public void Trailers(int stream) => Write(HeadersKind, EndHeaders | EndStream, stream, [0x00, 3, .. "x-a"u8, 1, .. "b"u8]);

    public void Body(int stream, byte[] bytes, bool end = false) => Write(Data, end ? EndStream : (byte)0, stream, bytes);

    /// <summary>Several frames in one write.</summary>
    public void Together(params byte[][] frames) => _stream.Write(CaseBytes.Join(frames));

    /// <summary>A DATA frame for <see cref="Together"/>; with padding of so many bytes.</summary>
    public static byte[] DataFrame(int stream, byte[] bytes, int padding = 0) => padding == 0
        ? Frame(Data, 0, stream, bytes)
        : Frame(Data, Padded, stream, [(byte)padding, .. bytes, .. new byte[padding]]);

    /// <summary>Bytes that are no frame.</summary>
    public void Plain(string text) => _stream.Write(CaseBytes.Utf8(text));

    public void Reset(int stream, uint code) => Write(ResetKind, 0, stream, Number32(code));

    public void GoAway(int lastStream, uint code, string reason = "") => Write(GoAwayKind, 0, 0, [.. Number32((uint)lastStream), .. Number32(code), .. CaseBytes.Utf8(reason)]);

    /// <summary>Reads until the client closes.</summary>
    public void AwaitClose()
    {
        while (NextRequest() != 0)
        {
        }
    }

    public void Dispose() => _stream.Dispose();

    private int ReadUntil(Func<byte, bool> kindIs, Func<byte, bool> flagsAre)
    {
        var head = new byte[9];
        while (true)
        {
            if (_stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length)
                return 0;
            var payload = new byte[head[0] << 16 | head[1] << 8 | head[2]];
            _stream.ReadExactly(payload);
            var (kind, flags, stream) = (head[3], head[4], (int)BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(5)));
            if (_greets && kind is Settings or Ping && (flags & Acknowledged) == 0)
                Write(kind, Acknowledged, 0, kind == Ping ? payload : []);
            if (kind == ResetKind)
                ClientReset = BinaryPrimitives.ReadUInt32BigEndian(payload);
            if (kindIs(kind) && flagsAre(flags))
                return stream;
        }
    }

    private void Write(byte kind, byte flags, int stream, byte[] payload) => _stream.Write(Frame(kind, flags, stream, payload));

    private static byte[] Frame(byte kind, byte flags, int stream, byte[] payload) =>
        [(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, kind, flags, .. Number32((uint)stream), .. payload];

    private static byte[] Number32(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }
}
