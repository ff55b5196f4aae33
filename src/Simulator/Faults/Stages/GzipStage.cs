using System.IO.Compression;

namespace VllmStream.Simulation;

/// <summary>Compresses the body; with a flush for each write an event can be decoded when it arrives, without it when enough others have come.</summary>
#pragma warning disable CA1001 // The end of the answer disposes of it; where the client leaves before, the collector does.
internal sealed class GzipStage(bool flushesEach) : AnswerStage
#pragma warning restore CA1001
{
    private readonly MemoryStream compressed = new();
    private GZipStream? gzip;

    public override ValueTask HeadAsync(AnswerHead head)
    {
        head.Add("Content-Encoding", "gzip");
        head.ContentLength = null;
        gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true);
        return Next.HeadAsync(head);
    }

    public override ValueTask WriteAsync(AnswerPiece piece)
    {
        gzip!.Write(piece.Bytes.Span);
        if (flushesEach && piece.Flush) gzip.Flush();
        return Next.WriteAsync(piece with { Bytes = Take() });
    }

    public override async ValueTask EndAsync()
    {
        if (gzip is not null) await gzip.DisposeAsync();
        await Next.WriteAsync(new AnswerPiece(PieceKind.Other, Take(), TokensAfter: 0, Flush: true));
        await Next.EndAsync();
    }

    private byte[] Take()
    {
        var bytes = compressed.ToArray();
        compressed.SetLength(0);
        return bytes;
    }
}
