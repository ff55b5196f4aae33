using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Http.Http2;

/// <summary>Carries the reason why there is no connection through .NET's client.</summary>
internal sealed class DialException(RequestError error) : IOException(error.Message)
{
    /// <summary>The reason.</summary>
    public RequestError Error { get; } = error;
}
