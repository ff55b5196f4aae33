using VllmStream.Profiling.Options;

namespace VllmStream.Cluster.Agents;

/// <summary>One value of <c>--allow-target</c>: [scheme ://] host [: port] [/ path]; a * in the host stands for letters of one label.</summary>
internal sealed record TargetRule(string? Scheme, string Host, int? Port, string Path)
{
    /// <summary>Reads a value.</summary>
    /// <exception cref="OptionException">It is none.</exception>
    public static TargetRule Parse(string text)
    {
        var schemeEnd = text.IndexOf("://", StringComparison.Ordinal);
        var scheme = schemeEnd < 0 ? null : text[..schemeEnd].ToLowerInvariant();
        var rest = schemeEnd < 0 ? text : text[(schemeEnd + 3)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (authority, path) = slash < 0 ? (rest, "") : (rest[..slash], rest[slash..].TrimEnd('/'));
        var colon = authority.LastIndexOf(':');
        var hasPort = colon >= 0 && colon > authority.LastIndexOf(']');
        var host = (hasPort ? authority[..colon] : authority).Trim('[', ']').ToLowerInvariant();
        int? port = null;
        if (hasPort)
        {
            port = int.TryParse(authority.AsSpan(colon + 1), out var number) && number is > 0 and <= 65535 ? number
                : throw Wrong(text, "has no port between 1 and 65535 behind its colon");
        }

        return scheme is not (null or "http" or "https") ? throw Wrong(text, $"has the scheme {scheme}")
            : host.Length == 0 || host.AsSpan().IndexOfAny("?#@ ") >= 0 || path.AsSpan().IndexOfAny("?#*") >= 0 || path.Contains("..", StringComparison.Ordinal)
                || host.Split('.').Any(static label => label.AsSpan().Count('*') > 1) ? throw Wrong(text, "names no target")
            : new TargetRule(scheme, host, port, path);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(Scheme is null ? "" : $"{Scheme}://")}{Host}{(Port is { } port ? $":{port.ToString(System.Globalization.CultureInfo.InvariantCulture)}" : "")}{Path}";

    /// <summary>True if it covers an address: what it leaves out may be anything.</summary>
    public bool Covers(TargetUrl url) =>
        (Scheme is null || Scheme == url.Scheme)
        && (Port is null || Port == url.Port)
        && IsHost(url.Host.ToLowerInvariant())
        && IsUnder(url.Prefix);

    private bool IsHost(string host)
    {
        if (!Host.Contains('*'))
            return Host == host;
        var wanted = Host.Split('.');
        var given = host.Split('.');
        return wanted.Length == given.Length && wanted.Zip(given).All(static pair => IsLabel(pair.First, pair.Second));
    }

    // One star is enough for every name that people give to machines: gpu-*, *-eu, a*b.
    private static bool IsLabel(string wanted, string given)
    {
        var star = wanted.IndexOf('*', StringComparison.Ordinal);
        return star < 0 ? wanted == given
            : given.Length >= wanted.Length - 1 && given.StartsWith(wanted[..star], StringComparison.Ordinal) && given.EndsWith(wanted[(star + 1)..], StringComparison.Ordinal);
    }

    // careful: /llm must not cover /llm-secret, and nothing covers a path that climbs.
    private bool IsUnder(string prefix) =>
        Path.Length == 0
        || (!Uri.UnescapeDataString(prefix).Split('/', '\\').Contains("..", StringComparer.Ordinal) && (prefix == Path || prefix.StartsWith(Path + "/", StringComparison.Ordinal)));

    private static OptionException Wrong(string text, string problem) => new($"--allow-target {text} {problem}", "--allow-target https://*.example.org:8000/v1, or --allow-target any");
}
