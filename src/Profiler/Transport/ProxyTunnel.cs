using System.Buffers;
using System.Globalization;
using System.Text;

namespace VllmStream.Profiling.Transport;

/// <summary>Asks an HTTP proxy for a tunnel to the server (CONNECT, RFC 9110 section 9.3.6).</summary>
internal static class ProxyTunnel
{
    // A proxy's answer to CONNECT is a status line and a few fields.
    private const int MaxHeadBytes = 16 * 1024;

    /// <summary>Opens the tunnel over a fresh connection to the proxy.</summary>
    /// <returns>Null when it is open, else why not.</returns>
    public static async ValueTask<RequestError?> OpenAsync(TimedPipe pipe, ConnectTarget target)
    {
        var host = target.Url.Host.Contains(':', StringComparison.Ordinal) ? $"[{target.Url.Host}]" : target.Url.Host;
        var authority = string.Create(CultureInfo.InvariantCulture, $"{host}:{target.Url.Port}");
        var credentials = target.Proxy!.UserInfo is { Length: > 0 } user
            ? $"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(user)))}\r\n"
            : "";
        var ask = Encoding.ASCII.GetBytes($"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n{credentials}\r\n");
        if (await pipe.WriteAsync(ask) == 0)
            return Failed("proxy closed the connection");

        while (true)
        {
            var read = await pipe.ReadAsync();
            if (read.End == PipeEnd.Broken)
                return Failed("proxy closed the connection");
            if (TryFindHeadEnd(read.Buffer, out var head, out var afterHead))
            {
                pipe.AdvanceTo(afterHead, afterHead);
                return head.StartsWith("HTTP/1.1 200", StringComparison.Ordinal) || head.StartsWith("HTTP/1.0 200", StringComparison.Ordinal)
                    ? null
                    : Failed($"proxy refused the tunnel: {head.Split("\r\n")[0]}");
            }
            if (read.End != PipeEnd.Open || read.Buffer.Length > MaxHeadBytes)
                return Failed("proxy gave no HTTP answer");
            pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static RequestError Failed(string message) => new("proxy", message);

    private static bool TryFindHeadEnd(ReadOnlySequence<byte> buffer, out string head, out SequencePosition after)
    {
        var reader = new SequenceReader<byte>(buffer);
        if (reader.TryReadTo(out ReadOnlySequence<byte> bytes, "\r\n\r\n"u8))
        {
            head = Encoding.Latin1.GetString(bytes);
            after = reader.Position;
            return true;
        }
        (head, after) = ("", buffer.Start);
        return false;
    }
}
