using System.Globalization;
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
        if (!Monotonic.SleepUntil(log.Arrived + Monotonic.FromMs(reply.HeadAtMs), cancellation))
            return;
        Send(BuildHead(reply), log, SendMark.Head, 0);
        for (var i = 0; i < reply.Steps.Count; i++)
        {
            var step = reply.Steps[i];
            if (step.AtMs is { } at && !Monotonic.SleepUntil(log.Arrived + Monotonic.FromMs(at), cancellation))
                return;
            if (reply.Framing == BodyFraming.ContentLength && i == reply.Steps.Count - 1)
                ending(log);
            SendStep(reply, log, i, step.Body);
        }
    }

    private void SendStep(Reply reply, RequestLog log, int index, byte[] body)
    {
        var segment = reply.SegmentBytes > 0 ? reply.SegmentBytes : int.MaxValue;
        var due = Monotonic.Now;
        for (var at = 0; at < body.Length;)
        {
            var n = Math.Min(segment, body.Length - at);
            var wire = Frame(reply, body.AsSpan(at, n));
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
        return [.. Encoding.Latin1.GetBytes(body.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), .. body, .. CrLf];
    }

    private bool Finish(Reply reply, RequestLog log)
    {
        if (reply.Ending != Ending.Stall)
            ending(log);
        if (!reply.Silent && reply.Ending is Ending.KeepAlive or Ending.Close)
        {
            var last = reply.Framing == BodyFraming.Chunked ? "0\r\n\r\n" : "";
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
                AwaitClientGone();
                return false;
            default:
                socket.Shutdown(SocketShutdown.Send);
                return false;
        }
    }

    private void AwaitClientGone()
    {
        while (!cancellation.IsCancellationRequested)
        {
            if (socket.Poll(20_000, SelectMode.SelectRead) && socket.Available == 0)
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
}
