using System.Diagnostics.CodeAnalysis;

namespace VllmStream.Profiling.Options;

/// <summary>
/// Addresses as users write them: <c>host:port</c>, a base URL, <c>…/v1</c>, or a full path. Grammar: [scheme ://] [user [: password] @] host [: port] [path] [? query].
/// </summary>
/// <remarks>Not read by <see cref="Uri"/>: it drops IPv6 scopes from the host, and takes the host of <c>localhost:8000</c> for a scheme.</remarks>
public static class TargetText
{
    /// <summary>Reads an address.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TargetAddress? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        var (scheme, rest) = SplitScheme(text);
        problem = text.Length == 0 ? "is empty; write http://127.0.0.1:8000"
            : text.AsSpan().IndexOfAnyInRange('\0', ' ') >= 0 ? "has a blank or control character in it"
            : scheme is not ("http" or "https") ? $"has the scheme {scheme}; write http:// or https://"
            : rest.Contains('#') ? "has a fragment; give the address without it"
            : null;
        if (problem is not null)
            return false;

        var question = rest.IndexOf('?', StringComparison.Ordinal);
        var query = question < 0 || question == rest.Length - 1 ? "" : rest[question..];
        if (question >= 0)
            rest = rest[..question];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (authority, path) = slash < 0 ? (rest, "") : (rest[..slash], rest[slash..]);
        var at = authority.LastIndexOf('@');
        var credentials = at < 0 ? null : new Secret(Uri.UnescapeDataString(authority[..at]));
        if (!HostText.TryParse(authority[(at + 1)..], scheme == "https" ? 443 : 80, out var host, out var port, out problem)
            || !TargetPath.TryParse(path, out var prefix, out var endpoint, out problem))
            return false;
        address = new TargetAddress(new TargetUrl(scheme, host, port, prefix) { Query = query }, endpoint, credentials);
        return true;
    }

    /// <summary>The address with everything left out that could be a key: credentials, query and fragment.</summary>
    public static string Redact(string text)
    {
        var end = text.AsSpan().IndexOfAny('?', '#');
        var shown = end < 0 ? text : text[..end] + text[end] + "***";
        var schemeEnd = shown.IndexOf("://", StringComparison.Ordinal);
        var start = schemeEnd < 0 ? 0 : schemeEnd + 3;
        var slash = shown.AsSpan(start).IndexOfAny('/', '?', '#');
        var at = (slash < 0 ? shown : shown[..(start + slash)]).LastIndexOf('@');
        return at < start ? shown : string.Concat(shown.AsSpan(0, start), "***", shown.AsSpan(at));
    }

    private static (string Scheme, string Remainder) SplitScheme(string text)
    {
        var end = text.IndexOf("://", StringComparison.Ordinal);
        // An address in the query has slashes of its own.
        return end < 0 || text.AsSpan(0, end).IndexOfAny('/', '?', '#') >= 0 ? ("http", text) : (text[..end].ToLowerInvariant(), text[(end + 3)..]);
    }
}
