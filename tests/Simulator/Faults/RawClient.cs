using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace VllmStream.Tests.Simulator.Faults;

/// <summary>One connection to a simulator, without any HTTP client in between.</summary>
internal sealed class RawClient : IDisposable
{
    public const string Chat = """{"messages":[{"role":"user","content":"hello"}],"max_tokens":4,"ignore_eos":true,"stream":true,"stream_options":{"include_usage":true}}""";

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private RawClient(int port) => socket.Connect(IPAddress.Loopback, port);

    public static RawClient Connect(Uri url) => new(url.Port);

    /// <summary>One request on a connection of its own, which ends with the answer.</summary>
    public static async Task<RawAnswer> AskAsync(Uri url, string? script, string body = Chat, string path = "/v1/chat/completions")
    {
        using var client = Connect(url);
        var sent = await client.SendAsync(script, body, path, keep: false);
        return await client.ReadAsync(sent, TimeSpan.FromSeconds(60));
    }

    /// <summary>Sends a request; the result is the tick of sending.</summary>
    public async Task<long> SendAsync(string? script, string body = Chat, string path = "/v1/chat/completions", bool keep = true)
    {
        var head = new StringBuilder($"POST {path} HTTP/1.1\r\nHost: sim\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n");
        if (script is not null) head.Append("X-Sim-Fault: ").Append(script).Append("\r\n");
        if (!keep) head.Append("Connection: close\r\n");
        var ticks = Stopwatch.GetTimestamp();
        await socket.SendAsync(Encoding.UTF8.GetBytes(head.Append("\r\n").Append(body).ToString()), Simulated.Cancellation);
        return ticks;
    }

    /// <summary>Reads to the end of the connection, or until it was silent for so long.</summary>
    public async Task<RawAnswer> ReadAsync(long sent, TimeSpan patience)
    {
        var reads = new List<(byte[], double)>();
        var buffer = new byte[1 << 16];
        while (true)
        {
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(Simulated.Cancellation);
            silence.CancelAfter(patience);
            try
            {
                var count = await socket.ReceiveAsync(buffer, silence.Token);
                if (count == 0) return Ended(RawEnd.Fin);
                reads.Add((buffer[..count], Stopwatch.GetElapsedTime(sent).TotalMilliseconds));
            }
            catch (SocketException)
            {
                return Ended(RawEnd.Reset);
            }
            catch (OperationCanceledException)
            {
                return Ended(RawEnd.Open);
            }
        }

        RawAnswer Ended(RawEnd end) => new(reads, end, Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
    }

    public void Dispose() => socket.Dispose();
}
