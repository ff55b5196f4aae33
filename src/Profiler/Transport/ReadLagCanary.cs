using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Health;

namespace VllmStream.Profiling.Transport;

/// <summary>
/// Measures how late this transport stamps arrivals where the kernel gives no stamp of its own: bytes that say when they were
/// sent go through a loopback connection of the same kind as the measured ones, and wait for the same threads.
/// </summary>
/// <remarks>One thread beats; the transport's threads read.</remarks>
public sealed class ReadLagCanary : IDisposable
{
    private readonly LaneHealth _health;
    private readonly Socket _sender;
    private readonly SocketPipe _reader;
    private readonly byte[] _beat = new byte[sizeof(long)];

    private ReadLagCanary(LaneHealth health, Socket sender, SocketPipe reader) => (_health, _sender, _reader) = (health, sender, reader);

    /// <summary>Opens the loopback connection and begins to read.</summary>
    public static ReadLagCanary Start(LaneHealth health)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var sender = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        sender.Connect(listener.LocalEndPoint!);
        // careful: the sampler must never wait for a stalled reader; a beat that finds no room is dropped.
        sender.Blocking = false;
        var reader = SocketPipe.Over(listener.Accept(), default(ConnectPhases));
        var canary = new ReadLagCanary(health, sender, reader);
        _ = canary.ReadLoopAsync();
        return canary;
    }

    /// <summary>Sends one time stamp.</summary>
    public void Beat()
    {
        MemoryMarshal.Write(_beat, Ticks.Now);
        try
        {
            _sender.Send(_beat);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The run is over.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sender.Dispose();
        _reader.Dispose();
    }

    private async Task ReadLoopAsync()
    {
        while (true)
        {
            var read = await _reader.ReadAsync();
            if (read.End != PipeEnd.Open)
                return;
            var bytes = read.Buffer;
            while (bytes.Length >= sizeof(long))
            {
                _health.Reads.Add(read.ArrivedTicks - Stamp(bytes));
                bytes = bytes.Slice(sizeof(long));
            }
            _reader.AdvanceTo(bytes.Start, bytes.End);
        }
    }

    private static long Stamp(in ReadOnlySequence<byte> bytes)
    {
        Span<byte> stamp = stackalloc byte[sizeof(long)];
        bytes.Slice(0, sizeof(long)).CopyTo(stamp);
        return MemoryMarshal.Read<long>(stamp);
    }
}
