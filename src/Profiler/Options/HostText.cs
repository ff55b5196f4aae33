using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace VllmStream.Profiling.Options;

/// <summary>Host and port of an address: <c>gpu7</c>, <c>gpu7:8000</c>, <c>[::1]:8000</c>, <c>[fe80::1%eth0]</c>.</summary>
internal static class HostText
{
    // 253 characters are the longest name DNS carries (RFC 1035 2.3.4).
    private const int LongestName = 253;

    internal static bool TryParse(string text, int defaultPort, out string host, out int port, [NotNullWhen(false)] out string? problem)
    {
        (host, port) = ("", defaultPort);
        string portText;
        if (text.StartsWith('['))
        {
            var end = text.IndexOf(']', StringComparison.Ordinal);
            var isLiteral = end > 0 && TryReadIPv6(text[1..end], out host);
            problem = isLiteral ? null : "has no IPv6 address between its brackets; write http://[::1]:8000";
            if (problem is not null)
                return false;
            portText = text[(end + 1)..];
            problem = portText.Length == 0 || portText[0] == ':' ? null : "has something other than a port behind its bracket";
            if (problem is not null)
                return false;
        }
        else
        {
            if (IPAddress.TryParse(text, out var bare) && bare.AddressFamily == AddressFamily.InterNetworkV6)
            {
                problem = $"has an IPv6 address without brackets; write http://[{text}]";
                return false;
            }

            var colon = text.IndexOf(':', StringComparison.Ordinal);
            (var name, portText) = colon < 0 ? (text, "") : (text[..colon], text[colon..]);
            if (!TryReadName(name, out host, out problem))
                return false;
        }

        return TryReadPort(portText, ref port, out problem);
    }

    private static bool TryReadPort(string text, ref int port, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        if (text.Length == 0)
            return true;
        if (int.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535)
            return true;
        problem = $"has no port between 1 and 65535 behind its colon: {text[1..]}";
        return false;
    }

    private static bool TryReadName(string name, out string host, [NotNullWhen(false)] out string? problem)
    {
        host = "";
        problem = name.Length == 0 ? "has no host; write http://127.0.0.1:8000" : null;
        if (problem is not null)
            return false;
        try
        {
            host = new IdnMapping().GetAscii(name).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            host = "";
        }

        // _ is in no host name by the book, and in many by compose files.
        if (host.Length is > 0 and <= LongestName && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_'))
            return true;
        problem = $"has a host that is no name or address: {name}";
        return false;
    }

    // The scope stays as written: IPAddress would turn the name of an interface into its number on this machine.
    private static bool TryReadIPv6(string text, out string host)
    {
        host = text.Replace("%25", "%", StringComparison.Ordinal);
        var scope = host.IndexOf('%', StringComparison.Ordinal);
        var literal = scope < 0 ? host : host[..scope];
        return scope != host.Length - 1 && literal.Contains(':')
            && IPAddress.TryParse(literal, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;
    }
}
