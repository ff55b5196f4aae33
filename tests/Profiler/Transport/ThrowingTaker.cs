using VllmStream.Profiling.Transport;

namespace VllmStream.Tests.Profiler.Transport;

/// <summary>A taker with a bug.</summary>
internal sealed class ThrowingTaker : IReadTaker
{
    /// <inheritdoc/>
    public bool Take(in TimedRead read) => throw new InvalidDataException("a bug");
}
