namespace VllmStream.Simulation;

/// <summary>How a body lies in HTTP/1.1.</summary>
internal sealed record HttpShape
{
    /// <summary>The version of the status line.</summary>
    public string Version { get; init; } = "HTTP/1.1";

    /// <summary>How the end of the body is told.</summary>
    public BodyEnd End { get; init; } = BodyEnd.Chunked;

    /// <summary>The Content-Length that is promised; null = the true one.</summary>
    public long? PromisedLength { get; init; }

    /// <summary>Interim answers before the head, as bytes.</summary>
    public string Interim { get; init; } = "";

    /// <summary>Header lines after the last chunk.</summary>
    public string Trailers { get; init; } = "";

    /// <summary>True ends the connection with FIN after the answer.</summary>
    public bool Close { get; init; }

    /// <summary>The connection ends with FIN, unannounced, after so many answers.</summary>
    public int? MostRequests { get; init; }

    /// <summary>The connection ends with FIN when so long no request came.</summary>
    public TimeSpan? IdleTime { get; init; }
}
