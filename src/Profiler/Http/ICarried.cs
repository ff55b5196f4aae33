using System.Buffers;

namespace VllmStream.Profiling.Http;

/// <summary>The request that a <see cref="Carrier"/> carries: gives what goes out, takes what comes back.</summary>
public interface ICarried
{
    /// <summary>Its method, path and headers.</summary>
    HttpRequestWriter Writer { get; }

    /// <summary>Its own name.</summary>
    RequestId RequestId { get; }

    /// <summary>Writes its body.</summary>
    void WriteBody(IBufferWriter<byte> output);

    /// <summary>Takes what a read brought; the bytes are in the carrier's <see cref="Carrier.Body"/>.</summary>
    /// <returns>True to be given the next one; never after the end of the body.</returns>
    bool Take(in BodyRead read);
}
