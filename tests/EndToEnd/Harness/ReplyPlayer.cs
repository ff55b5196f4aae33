using System.Globalization;
using System.IO.Compression;
using System.Net.Sockets;
using System.Text;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>
/// Puts one reply on the wire at its times and logs every send. Used by the thread of its connection. <paramref name="ending"/> is
/// called before the bytes that let the client know the end: its next request may be here before a later line of ours runs.
/// </summary>
internal sealed class ReplyPlayer(Socket socket, Stream stream, Action<RequestLog> ending, CancellationToken cancellation)
{
    private static readonly byte[] CrLf = "\r\n"u8.ToArray();

    /// <summary>Plays the reply; true when the connection is to be kept.</summary>
    public bool Play(Reply reply, RequestLog log)
    {
        socket.NoDelay = !reply.Nagle;
        try
        {
            if (!reply.Silent)
                PlayBody(reply, log);
            if (reply.EndAtMs is { } at)
                Monotonic.SleepUntil(log.Arrived + Monotonic.FromMs(at), cancellation);
            return Finish(reply, log);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            log.Error = e.Message;
            return false;
        }
    }

    private void PlayBody(Reply reply, RequestLog log)
    {
        using var deflated = new MemoryStream();
        using var gzip = reply.Gzip ? new GZipStream(deflated, CompressionLevel.Fastest, leaveOpen: true) : null;
        var head = reply.RawHead ?? BuildHead(reply);
        var pending = Array.Empty<byte>();
        if (reply.HeadWithFirstStep)
            pending = CaseBytes.Join(reply.Interim, head);
        else
            SendHead(reply, log, head);

        for (var i = 0; i < reply.Steps.Count; i++)
        {
            var step = reply.Steps[i];
            var body = step.Body;
            if (gzip is not null)
            {
                // The flush ends the deflate block on a byte, so that the event can be decoded as soon as it is there.
                gzip.Write(body);
                gzip.Flush();
                body = Take(deflated);
            }
            if (step.AtMs is { } at && !Monotonic.SleepUntil(log.Arrived + Monotonic.FromMs(at), cancellation))
                return;
            if (reply.Framing == BodyFraming.ContentLength && i == reply.Steps.Count - 1)
                ending(log);
            if (body.Length > 0)
                SendStep(reply, log, i, pending, body);
            pending = [];
        }
        if (gzip is not null)
        {
            gzip.Dispose();
            var last = Take(deflated);
            if (last.Length > 0)
                SendStep(reply, log, reply.Steps.Count, [], last);
        }
    }

    private void SendHead(Reply reply, RequestLog log, byte[] head)
    {
        if (!Monotonic.SleepUntil(log.Arrived + Monotonic.FromMs(reply.HeadAtMs), cancellation))
            return;
        if (reply.Interim.Length > 0)
            stream.Write(reply.Interim);
        if (reply.HeadByteMs <= 0)
        {
            Send(head, log, SendMark.Head, 0);
            return;
        }
        var due = Monotonic.Now;
        foreach (var b in head)
        {
            if (!Monotonic.SleepUntil(due, cancellation))
                return;
            Send([b], log, SendMark.Head, 0);
            due += Monotonic.FromMs(reply.HeadByteMs);
        }
    }

    private void SendStep(Reply reply, RequestLog log, int index, byte[] before, byte[] body)
    {
        var segment = reply.SegmentBytes > 0 ? reply.SegmentBytes : int.MaxValue;
        var due = Monotonic.Now;
        for (var at = 0; at < body.Length;)
        {
            var n = Math.Min(segment, body.Length - at);
            var wire = Frame(reply, body.AsSpan(at, n));
            if (at == 0 && before.Length > 0)
                wire = CaseBytes.Join(before, wire);
            at += n;
            if (!Monotonic.SleepUntil(due, cancellation))
                return;
            Send(wire, log, index, at);
            due += Monotonic.FromMs(reply.SegmentMs);
        }
    }

    private void Send(byte[] wire, RequestLog log, int step, int stepBytes)
    {
        var start = Monotonic.Now;
        if (wire.Length > 0)
            stream.Write(wire);
        log.Add(new SendMark(step, start, Monotonic.Now, stepBytes));
    }

    private static byte[] Frame(Reply reply, ReadOnlySpan<byte> body)
    {
        if (reply.Framing != BodyFraming.Chunked)
            return body.ToArray();
        using var wire = new MemoryStream();
        var limit = reply.ChunkBytes > 0 ? reply.ChunkBytes : int.MaxValue;
        while (body.Length > 0)
        {
            var n = Math.Min(limit, body.Length);
            wire.Write(Encoding.Latin1.GetBytes(n.ToString("x", CultureInfo.InvariantCulture) + reply.ChunkExtension + "\r\n"));
            wire.Write(body[..n]);
            wire.Write(CrLf);
            body = body[n..];
        }
        return wire.ToArray();
    }

    private bool Finish(Reply reply, RequestLog log)
    {
        if (reply.Ending != Ending.Stall)
            ending(log);
        if (!reply.Silent && reply.Ending is Ending.KeepAlive or Ending.Close)
        {
            var last = reply.Framing == BodyFraming.Chunked ? "0" + reply.ChunkExtension + "\r\n" + reply.Trailers + "\r\n" : "";
            Send(Encoding.Latin1.GetBytes(last), log, SendMark.End, 0);
        }
        switch (reply.Ending)
        {
            case Ending.KeepAlive when reply.Framing != BodyFraming.ToEof:
                return true;
            case Ending.Reset:
                // A reset overtakes nothing on loopback, but the reader needs a moment to see what came before it.
                Monotonic.SleepUntil(Monotonic.Now + Monotonic.FromMs(30), cancellation);
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                socket.Close();
                return false;
            case Ending.Stall:
                AwaitClientGone(log);
                return false;
            default:
                socket.Shutdown(SocketShutdown.Send);
                return false;
        }
    }

    private void AwaitClientGone(RequestLog log)
    {
        while (!cancellation.IsCancellationRequested)
        {
            if (!socket.Poll(20_000, SelectMode.SelectRead) || socket.Available > 0)
                continue;
            log.ClientGone = Monotonic.Now;
            return;
        }
    }

    private static byte[] BuildHead(Reply reply)
    {
        var head = new StringBuilder($"HTTP/1.1 {reply.Status} {reply.Reason}\r\n");
        foreach (var (name, value) in reply.Headers)
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        if (reply.Framing == BodyFraming.Chunked)
            head.Append("Transfer-Encoding: chunked\r\n");
        else if (reply.Framing == BodyFraming.ContentLength)
            head.Append("Content-Length: ").Append(reply.PromisedLength ?? reply.Steps.Sum(s => (long)s.Body.Length)).Append("\r\n");
        else
            head.Append("Connection: close\r\n");
        return Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
    }

    private static byte[] Take(MemoryStream stream)
    {
        var bytes = stream.ToArray();
        stream.SetLength(0);
        return bytes;
    }
}
