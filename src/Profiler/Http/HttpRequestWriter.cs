using System.Buffers;
using System.Globalization;
using System.Text;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Http;

/// <summary>Writes requests to one target: a head that is the same for all but for length and id, then the body. Immutable; any thread.</summary>
public sealed class HttpRequestWriter
{
    private readonly byte[] _beforeLength;
    private readonly List<KeyValuePair<string, string>> _fields = [];
    private readonly string _address;
    private Uri? _uri;

    /// <summary>Prepares the fixed part of the head.</summary>
    /// <param name="target">The server.</param>
    /// <param name="path">Absolute path, prefix included.</param>
    /// <param name="options">Key and headers.</param>
    /// <param name="streaming">Whether an event stream is asked for.</param>
    /// <param name="hasBody">True for a POST, false for a GET.</param>
    public HttpRequestWriter(ConnectTarget target, string path, ConnectionOptions options, bool streaming, bool hasBody = true)
    {
        HasBody = hasBody;
        _address = $"{target.Url.Scheme}://{target.Url.HostHeader}{path}";
        AddUnlessOverridden(options, "Host", target.Url.HostHeader);
        AddUnlessOverridden(options, "User-Agent", "vllmstream");
        AddUnlessOverridden(options, "Accept", streaming ? "text/event-stream" : "application/json");
        // Compression would hold events back; a server that insists is decoded all the same.
        AddUnlessOverridden(options, "Accept-Encoding", "identity");
        if (hasBody)
            AddUnlessOverridden(options, "Content-Type", "application/json");
        if (options.ApiKey is { } key)
            AddUnlessOverridden(options, "Authorization", $"Bearer {key.Reveal()}");
        if (target.UsesAbsoluteForm && target.Proxy!.UserInfo is { Length: > 0 } user)
            _fields.Add(new("Proxy-Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(user)))}"));
        foreach (var header in options.Headers)
            _fields.Add(new(header.Name, header.Value.Reveal()));

        var head = new StringBuilder();
        head.Append(hasBody ? "POST " : "GET ").Append(target.UsesAbsoluteForm ? $"http://{target.Url.Authority}{path}" : path).Append(" HTTP/1.1\r\n");
        foreach (var (name, value) in _fields)
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        _beforeLength = Encoding.UTF8.GetBytes(head.ToString());
    }

    /// <summary>True for a POST, false for a GET.</summary>
    public bool HasBody { get; }

    /// <summary>The headers that all requests share, in their order; what HTTP/1.1 sends as text and HTTP/2 as fields.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Fields => _fields;

    /// <summary>The whole address, with the path as it was given.</summary>
    // careful: without the dots taken out and the escapes undone that a URI is given by itself.
    internal Uri Uri => _uri ??= new Uri(_address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    /// <summary>Writes one request.</summary>
    /// <param name="output">Receives head and body.</param>
    /// <param name="requestId">Value of X-Request-Id, by which a server's log can be joined with ours.</param>
    /// <param name="body">The JSON body.</param>
    public void Write(IBufferWriter<byte> output, RequestId requestId, ReadOnlySpan<byte> body)
    {
        output.Write(_beforeLength);
        output.Write("X-Request-Id: "u8);
        requestId.WriteTo(output);
        if (!HasBody)
        {
            output.Write("\r\n\r\n"u8);
            return;
        }
        output.Write("\r\nContent-Length: "u8);
        var digits = output.GetSpan(20);
        body.Length.TryFormat(digits, out var written, provider: CultureInfo.InvariantCulture);
        output.Advance(written);
        output.Write("\r\n\r\n"u8);
        output.Write(body);
    }

    private void AddUnlessOverridden(ConnectionOptions options, string name, string value)
    {
        if (!Overridden(name, options))
            _fields.Add(new(name, value));
    }

    private static bool Overridden(string name, ConnectionOptions options) =>
        options.Headers.Any(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
