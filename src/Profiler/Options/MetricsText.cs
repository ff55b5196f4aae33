using System.Diagnostics.CodeAnalysis;

namespace VllmStream.Profiling.Options;

/// <summary>Addresses of metrics pages: one or several with commas, <c>host:port</c> or a URL; without a path it is <c>/metrics</c>.</summary>
public static class MetricsText
{
    private const string UsualPath = "/metrics";

    /// <summary>Reads addresses.</summary>
    public static bool TryParse(string text, out IReadOnlyList<MetricsAddress> addresses, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        var read = new List<MetricsAddress>();
        addresses = read;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!TryParse(part, UsualPath, out var address, out problem))
                return false;
            read.Add(address);
        }
        problem = null;
        return true;
    }

    /// <summary>Reads one address.</summary>
    /// <param name="text">As it was written.</param>
    /// <param name="usualPath">The path where none is written.</param>
    /// <param name="address">What it says.</param>
    /// <param name="problem">Why it is none.</param>
    internal static bool TryParse(string text, string usualPath, [NotNullWhen(true)] out MetricsAddress? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        var schemeEnd = text.IndexOf("://", StringComparison.Ordinal);
        var start = schemeEnd < 0 ? 0 : schemeEnd + 3;
        var pathAt = text.AsSpan(start).IndexOfAny('/', '?', '#');
        var (origin, rest) = pathAt < 0 ? (text, "") : (text[..(start + pathAt)], text[(start + pathAt)..]);
        if (!TargetText.TryParse(origin, out var server, out problem))
            return false;
        if (rest.Contains('#', StringComparison.Ordinal) || rest.AsSpan().IndexOfAnyInRange('\0', ' ') >= 0)
        {
            problem = "is no address of a page; write http://host:port/metrics";
            return false;
        }
        var question = rest.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? rest : rest[..question];
        address = new MetricsAddress(
            server.Url with { Query = question < 0 || question == rest.Length - 1 ? "" : rest[question..] },
            path is "" or "/" ? usualPath : path,
            server.Credentials);
        return true;
    }
}
