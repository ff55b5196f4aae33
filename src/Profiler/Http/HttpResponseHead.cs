namespace VllmStream.Profiling.Http;

/// <summary>What of a response head matters here. Reused from request to request by the exchange that owns it.</summary>
public sealed class HttpResponseHead
{
    /// <summary>Status code.</summary>
    public int Status { get; set; }

    /// <summary>True for HTTP/1.0.</summary>
    public bool IsHttp10 { get; set; }

    /// <summary>How the body ends.</summary>
    public BodyFraming Framing { get; set; }

    /// <summary>Content-Length; 0 with other framings.</summary>
    public long ContentLength { get; set; }

    /// <summary>True when the server closes the connection after this answer.</summary>
    public bool ConnectionClose { get; set; }

    /// <summary>Content-Type as sent; null without one.</summary>
    public string? ContentType { get; set; }

    /// <summary>Content-Encoding in lower case; null for identity.</summary>
    public string? ContentEncoding { get; set; }

    /// <summary>Retry-After as sent; null without one.</summary>
    public string? RetryAfter { get; set; }

    /// <summary>Date as sent; null without one, and not kept of a success.</summary>
    public string? Date { get; set; }

    /// <summary>Location as sent; null without one.</summary>
    public string? Location { get; set; }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Status = 0;
        IsHttp10 = false;
        Framing = BodyFraming.None;
        ContentLength = 0;
        ConnectionClose = false;
        ContentType = ContentEncoding = RetryAfter = Date = Location = null;
    }
}
