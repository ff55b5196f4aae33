using System.Buffers;

namespace VllmStream.Profiling.Transport;

/// <summary>Bytes of a connection together with the time the last of them arrived.</summary>
/// <param name="Buffer">Everything not yet consumed; valid until the next AdvanceTo.</param>
/// <param name="ArrivedTicks">When the newest bytes of <paramref name="Buffer"/> arrived, in monotonic ticks.</param>
/// <param name="End">How the stream of bytes goes on after this buffer.</param>
public readonly record struct TimedRead(ReadOnlySequence<byte> Buffer, long ArrivedTicks, PipeEnd End);
