using System.Net;

namespace VllmStream.Profiling.Options;

/// <summary>Which proxy is used: the one that was named, else the environment's, and never one for loopback unless it was named.</summary>
public static class ProxyRules
{
    /// <summary>The proxy for a target and the option or variable it comes from; no proxy for a direct connection, and no source where nobody named that.</summary>
    /// <exception cref="OptionException">The proxy that would be used has no usable address.</exception>
    public static (Uri? Proxy, string? Source) Choose(TargetUrl target, OptionValue? option, IOptionSources sources)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(sources);
        if (option is not null)
            return option.Text == "none" ? (null, option.Spelling) : (Read(option.Text, option.Spelling), option.Spelling);
        if (IsLoopback(target.Host))
            return (null, null);
        var name = target.IsTls ? "HTTPS_PROXY" : "HTTP_PROXY";
        var (variable, text) = First(sources, name);
        if (variable is null || IsExempt(target, First(sources, "NO_PROXY").Text))
            return (null, null);
        return (Read(text!, variable), variable);
    }

    /// <summary>True for addresses that never leave this machine.</summary>
    public static bool IsLoopback(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (host == "localhost" || host.EndsWith(".localhost", StringComparison.Ordinal))
            return true;

        // A connection to the unspecified address ends at this machine too.
        return IPAddress.TryParse(host, out var address)
            && (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
    }

    /// <summary>True if a NO_PROXY list (names, .suffixes, host:port, addresses, networks, *) covers the target.</summary>
    public static bool IsExempt(TargetUrl target, string? noProxy)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (noProxy is null)
            return false;
        foreach (var entry in noProxy.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Covers(entry.ToLowerInvariant(), target))
                return true;
        }

        return false;
    }

    private static bool Covers(string entry, TargetUrl target)
    {
        if (entry == "*")
            return true;
        if (IPNetwork.TryParse(entry, out var network))
            return IPAddress.TryParse(target.Host, out var address) && network.Contains(address);

        // host:port; an IPv6 address has colons of its own and stands in brackets when a port follows.
        var colon = entry.LastIndexOf(':');
        if (colon > 0 && (entry.IndexOf(':', StringComparison.Ordinal) == colon || entry[colon - 1] == ']'))
        {
            if (!int.TryParse(entry.AsSpan(colon + 1), out var port) || port != target.Port)
                return false;
            entry = entry[..colon];
        }

        var name = entry.Trim('[', ']').TrimStart('*').TrimStart('.');
        return name.Length > 0 && (target.Host == name || target.Host.EndsWith("." + name, StringComparison.Ordinal));
    }

    // Lower case first: that is the older habit, and the one curl insists on for http.
    private static (string? Name, string? Text) First(IOptionSources sources, string name)
    {
        foreach (var spelling in (ReadOnlySpan<string>)[name.ToLowerInvariant(), name])
        {
            if (sources.Variable(spelling) is { Length: > 0 } text)
                return (spelling, text);
        }

        return (null, null);
    }

    private static Uri Read(string text, string source)
    {
        var full = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (Uri.TryCreate(full, UriKind.Absolute, out var uri) && uri.Scheme == "http" && uri.Host.Length > 0)
            return uri;
        throw new OptionException($"{source} {TargetText.Redact(text)} is no HTTP proxy; write http://host:port or --proxy none");
    }
}
