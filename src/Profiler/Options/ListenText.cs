using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace VllmStream.Profiling.Options;

/// <summary>Where to listen: <c>9464</c>, <c>:9464</c> or <c>0</c> on this machine alone, <c>0.0.0.0:9464</c> or <c>[::]:9464</c> for others too.</summary>
public static class ListenText
{
    private const string ThisMachine = "127.0.0.1";
    private const int HighestPort = 65_535;

    /// <summary>Reads an address.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ListenAddress? address, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        address = null;
        var colon = text.LastIndexOf(':');
        var host = ThisMachine;
        // Nothing in front of the colon is this machine too, as without one: whoever wants to be seen by others says so.
        if (colon > 0 && colon > text.LastIndexOf(']') && !HostText.TryParse(text[..colon], defaultPort: 0, out host, out _, out problem))
            return false;
        if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > HighestPort)
        {
            problem = "is no port; write 9464, 0 for any free one, or 0.0.0.0:9464 for other machines";
            return false;
        }

        problem = null;
        address = new ListenAddress(host, port);
        return true;
    }
}
