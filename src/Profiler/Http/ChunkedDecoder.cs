using System.Buffers;

namespace VllmStream.Profiling.Http;

/// <summary>Takes chunked framing off a body (RFC 9112 section 7.1), in whatever pieces it comes.</summary>
/// <remarks><c>chunk = size [ ;extension ] CRLF data CRLF</c>, ended by a chunk of size 0, trailers and an empty line. Owned by one request.</remarks>
public struct ChunkedDecoder
{
    // A size line is some hex digits; extensions beyond this are an attack or not HTTP.
    private const int MaxLineBytes = 4 * 1024;

    private State _state;
    private long _left;
    private int _lineBytes;
    private bool _sizeSeen;
    private bool _inExtension;
    private bool _lineHasBytes;

    private enum State : byte
    {
        Size,
        Data,
        DataEnd,
        Trailer,
        Done,
    }

    /// <summary>True once the last chunk and its trailers are through.</summary>
    public readonly bool IsDone => _state == State.Done;

    /// <summary>True once the last chunk was seen: nothing of the answer is missing, even if the connection ends before its trailers do.</summary>
    public readonly bool IsWhole => _state is State.Done or State.Trailer;

    /// <summary>Consumes all framing and data that is there, appending data to <paramref name="output"/>; bytes after the end stay.</summary>
    /// <returns>Null, or what is wrong with the framing.</returns>
    public string? Decode(ref ReadOnlySequence<byte> input, BodyBuffer output)
    {
        while (!input.IsEmpty && _state != State.Done)
        {
            if (_state == State.Data)
            {
                var take = Math.Min(_left, input.Length);
                output.Append(input.Slice(0, take));
                input = input.Slice(take);
                _left -= take;
                if (_left == 0)
                    _state = State.DataEnd;
                continue;
            }

            var problem = ReadFraming(ref input);
            if (problem is not null)
                return problem;
        }
        return null;
    }

    private string? ReadFraming(ref ReadOnlySequence<byte> input)
    {
        var span = input.FirstSpan;
        var i = 0;
        string? problem = null;
        while (i < span.Length && _state is not (State.Data or State.Done) && problem is null)
        {
            var b = span[i++];
            problem = _state switch
            {
                State.Size => OnSizeByte(b),
                State.DataEnd => OnDataEndByte(b),
                _ => OnTrailerByte(b),
            };
        }
        input = input.Slice(i);
        return problem;
    }

    private string? OnSizeByte(byte b)
    {
        if (b == '\n')
        {
            if (!_sizeSeen)
                return "chunk without a size";
            _state = _left == 0 ? State.Trailer : State.Data;
            (_lineBytes, _sizeSeen, _inExtension, _lineHasBytes) = (0, false, false, false);
            return null;
        }
        if (++_lineBytes > MaxLineBytes)
            return $"chunk size line is longer than {MaxLineBytes} bytes";
        if (_inExtension || b == '\r')
            return null;
        if (b is (byte)';' or (byte)' ' or (byte)'\t')
        {
            _inExtension = true;
            return null;
        }
        var digit = b switch
        {
            >= (byte)'0' and <= (byte)'9' => b - '0',
            >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
            >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
            _ => -1,
        };
        if (digit < 0)
            return $"byte 0x{b:x2} in a chunk size";
        if (_left >> 56 != 0)
            return "chunk size is too large";
        _left = (_left << 4) | (uint)digit;
        _sizeSeen = true;
        return null;
    }

    private string? OnDataEndByte(byte b)
    {
        if (b == '\r')
            return null;
        if (b != '\n')
            return "chunk data is longer than its size says";
        _state = State.Size;
        return null;
    }

    private string? OnTrailerByte(byte b)
    {
        if (b == '\n')
        {
            if (!_lineHasBytes)
                _state = State.Done;
            _lineHasBytes = false;
            return null;
        }
        if (b != '\r')
            _lineHasBytes = true;
        return ++_lineBytes > HttpHeadParser.MaxHeadBytes ? "trailers are too long" : null;
    }
}
