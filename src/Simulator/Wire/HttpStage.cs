using System.Buffers;
using System.Text;

namespace VllmStream.Simulation;

/// <summary>The last link: puts head and body on the wire in the shape that was asked for, one write for each flush.</summary>
internal sealed class HttpStage(RawConnection connection, Pacer pacer, Func<HttpShape> shapeOf) : AnswerStage
{
    private readonly ArrayBufferWriter<byte> pending = new();
    private HttpShape shape = new();
    private AnswerHead? head;
    private bool headSent;

    // After a cut nothing more is said.
    private bool isCut;

    public override async ValueTask HeadAsync(AnswerHead head)
    {
        shape = shapeOf();
        // A whole body keeps its Content-Length unless another end was asked for.
        if (head.ContentLength is not null && shape.End == BodyEnd.Chunked) shape = shape with { End = BodyEnd.Length, PromisedLength = shape.PromisedLength ?? head.ContentLength };
        this.head = head;
        // The true length of what comes in pieces is known at its end only.
        if (shape.End != BodyEnd.Raw && (shape.End != BodyEnd.Length || shape.PromisedLength is not null)) await SendHeadAsync(shape.PromisedLength);
    }

    public override async ValueTask WriteAsync(AnswerPiece piece)
    {
        if (isCut) return;
        pending.Write(piece.Bytes.Span);
        if (piece.Flush && (headSent || shape.End == BodyEnd.Raw)) await FlushAsync();
    }

    public override async ValueTask EndAsync()
    {
        if (isCut) return;
        if (!headSent && shape.End == BodyEnd.Length) await SendHeadAsync(pending.WrittenCount);
        await FlushAsync();
        if (shape.End == BodyEnd.Chunked) await connection.SendAsync(Encoding.UTF8.GetBytes($"0\r\n{shape.Trailers}\r\n"));
        if (shape.Close || shape.End == BodyEnd.Connection || connection.Requests >= shape.MostRequests) await connection.FinishAsync();
        else if (shape.IdleTime is { } idle) _ = connection.CloseWhenIdleAsync(pacer, idle);
    }

    /// <summary>Sends what is pending and ends the connection without the end that the framing promised.</summary>
    public async ValueTask CutAsync(bool isReset)
    {
        if (isCut) return;
        await FlushAsync();
        isCut = true;
        if (isReset) await connection.ResetAsync(pacer);
        else await connection.FinishAsync();
    }

    private async ValueTask SendHeadAsync(long? length)
    {
        headSent = true;
        if (shape.Interim.Length > 0) await connection.SendAsync(Encoding.UTF8.GetBytes(shape.Interim));
        if (shape.Close || shape.End == BodyEnd.Connection) head!.Add("Connection", "close");
        await connection.SendAsync(head!.ToBytes(shape.Version, shape.End switch
        {
            BodyEnd.Chunked => "Transfer-Encoding: chunked",
            BodyEnd.Length => $"Content-Length: {length}",
            _ => null,
        }));
    }

    private async ValueTask FlushAsync()
    {
        // Careful: an empty chunk would end the body.
        if (pending.WrittenCount == 0) return;
        var isChunk = shape.End == BodyEnd.Chunked;
        var size = isChunk ? Encoding.UTF8.GetBytes($"{pending.WrittenCount:x}\r\n") : [];
        var wire = new byte[size.Length + pending.WrittenCount + (isChunk ? 2 : 0)];
        size.CopyTo(wire, 0);
        pending.WrittenSpan.CopyTo(wire.AsSpan(size.Length));
        if (isChunk) "\r\n"u8.CopyTo(wire.AsSpan(wire.Length - 2));
        pending.ResetWrittenCount();
        await connection.SendAsync(wire);
    }
}
