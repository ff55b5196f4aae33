using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Server;

/// <summary>An answer that sends us elsewhere (RFC 9110 section 15.4). Immutable.</summary>
/// <param name="From">The server that gave it.</param>
/// <param name="Endpoint">What it was asked for: a path under /v1, or one of its own that begins with a slash.</param>
/// <param name="Status">301, 302, 303, 307 or 308.</param>
/// <param name="Location">As sent; null without one.</param>
public sealed record Redirect(TargetUrl From, string Endpoint, int Status, string? Location)
{
    // For paths only: a host of ours, because Uri drops the scope of an IPv6 address.
    private static readonly Uri AnyHost = new("http://x");

    /// <summary>True where a POST was sent, false for a GET.</summary>
    public bool IsPost { get; init; }

    /// <summary>True when method and body are to be kept; other statuses turn a POST into a GET, or leave that open.</summary>
    public bool KeepsMethod => !IsPost || Status is 307 or 308;

    /// <summary>Where it leads, for a person, without what could be a key; null without a usable Location.</summary>
    public string? Address => Place is var (server, path) ? $"{server.Root}{path}" : null;

    /// <summary>The server it leads to; null when its path is not where any server has the endpoint.</summary>
    /// <remarks>A query of the Location is left out: our own goes with every request, and a foreign one may be a key of one request.</remarks>
    public TargetUrl? To
    {
        get
        {
            if (Place is not var (server, path))
                return null;
            var end = PathEnd;
            var tail = path.EndsWith(end + "/", StringComparison.Ordinal) ? "/" : "";
            if (!path.EndsWith(end + tail, StringComparison.Ordinal))
                return null;
            var to = server with { Prefix = path[..^(end.Length + tail.Length)].TrimEnd('/'), Query = From.Query };
            // What was learnt of another server does not hold here.
            var others = to.Root == From.Root ? From.SlashedEndpoints.Where(endpoint => endpoint != Endpoint) : [];
            return to with { SlashedEndpoints = tail.Length > 0 ? [.. others, Endpoint] : [.. others] };
        }
    }

    /// <summary>True when it leads to another scheme, host or port.</summary>
    public bool LeavesOrigin => Place is var (server, _) && server.Root != (From with { Prefix = "" }).Root;

    /// <summary>What a record says that was sent here and not followed.</summary>
    public string NotFollowed => Address is not { } address ? "redirects without a usable Location"
        : To is { } to && to.Root != From.Root ? $"redirects to {address}, which the load does not follow; try: {to.Root}"
        : $"redirects to {address}, which the load does not follow";

    /// <summary>What the endpoint's path ends with on every server.</summary>
    public string PathEnd => Endpoint.StartsWith('/') ? Endpoint.Split('?')[0] : $"/v1/{Endpoint}";

    private (TargetUrl Server, string Path)? Place => Location is null ? null : PlaceOf(Location.Trim());

    /// <summary>True for a status that sends elsewhere.</summary>
    public static bool Is(int status) => status is 301 or 302 or 303 or 307 or 308;

    // RFC 3986 section 4.2: a Location may leave out the scheme, the host, or the beginning of the path.
    private (TargetUrl Server, string Path)? PlaceOf(string location)
    {
        if (location.StartsWith("//", StringComparison.Ordinal))
            location = $"{From.Scheme}:{location}";
        var server = From with { Prefix = "", Query = "", SlashedEndpoints = [] };
        var path = location;
        if (HasScheme(location))
        {
            var start = location.IndexOf("://", StringComparison.Ordinal);
            if (start < 0)
                return null;
            var end = location.AsSpan(start + 3).IndexOfAny('/', '?', '#');
            // Credentials in it are somebody else's.
            if (!TargetText.TryParse(end < 0 ? location : location[..(start + 3 + end)], out var address, out _))
                return null;
            server = address.Url;
            // careful: two slashes in front would be a host once more.
            path = end < 0 ? "/" : "/" + location[(start + 3 + end)..].TrimStart('/');
        }
        var asked = new Uri(AnyHost, From.PathOf(Endpoint));
        return Uri.TryCreate(asked, path, out var resolved) && resolved.Authority == AnyHost.Authority ? (server, resolved.AbsolutePath) : null;
    }

    private static bool HasScheme(string location)
    {
        var end = location.AsSpan().IndexOfAny(':', '/', '?');
        return end > 0 && location[end] == ':';
    }
}
