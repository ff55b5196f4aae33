namespace VllmStream.Profiling.Options;

/// <summary>Where requests go: the server's root with an optional prefix in front of /v1.</summary>
/// <param name="Scheme">http or https.</param>
/// <param name="Host">Name or address; an IPv6 address without brackets.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Prefix">Path before /v1 without a slash at its end: "" or "/llm".</param>
public sealed record TargetUrl(string Scheme, string Host, int Port, string Prefix)
{
    /// <summary>What every request carries behind its path, with the question mark: "" or "?api-version=1". It may hold a key: clean what is shown.</summary>
    public string Query { get; init; } = "";

    /// <summary>Endpoints, as <see cref="PathOf"/> takes them, whose path the server wants with a slash at its end; it says nothing about others.</summary>
    public IReadOnlyList<string> SlashedEndpoints { get; init; } = [];

    /// <summary>True for https.</summary>
    public bool IsTls => Scheme == "https";

    /// <summary>Host with brackets where an IPv6 literal needs them, and the port unless it is the scheme's own.</summary>
    public string Authority
    {
        get
        {
            var host = Host.Contains(':') ? $"[{Host}]" : Host;
            return Port == (IsTls ? 443 : 80) ? host : $"{host}:{Port}";
        }
    }

    /// <summary>The Host header: <see cref="Authority"/> without the scope of an IPv6 address, which means something on this machine only (RFC 6874 4).</summary>
    public string HostHeader
    {
        get
        {
            var scope = Host.IndexOf('%', StringComparison.Ordinal);
            return scope < 0 ? Authority : (this with { Host = Host[..scope] }).Authority;
        }
    }

    /// <summary>Scheme, host, port and prefix.</summary>
    public string Root => $"{Scheme}://{Authority}{Prefix}";

    /// <summary>Path of an endpoint with prefix and query: <c>chat/completions</c> is <c>/llm/v1/chat/completions</c>, <c>/health</c> is <c>/llm/health</c>.</summary>
    public string PathOf(string endpoint) => $"{Prefix}{(endpoint.StartsWith('/') ? "" : "/v1/")}{endpoint}{(SlashedEndpoints.Contains(endpoint) ? "/" : "")}{Query}";

    /// <summary>Full address of an endpoint.</summary>
    public string UrlOf(string endpoint) => $"{Scheme}://{Authority}{PathOf(endpoint)}";

    /// <inheritdoc/>
    public override string ToString() => Root;
}
