using System.Diagnostics.CodeAnalysis;

namespace VllmStream.Profiling.Options;

/// <summary>A collector that takes OTLP over HTTP: <c>host:4318</c> or a base URL, to which <c>/v1/metrics</c> is added as the specification has it; and its headers.</summary>
public static class OtlpText
{
    /// <summary>The environment variable with the headers: <c>name=value,name=value</c>, values percent-encoded.</summary>
    public const string HeadersVariable = "OTEL_EXPORTER_OTLP_HEADERS";

    private const string Signal = "/v1/metrics";

    /// <summary>Reads an address.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out MetricsAddress? address, [NotNullWhen(false)] out string? problem)
    {
        if (!MetricsText.TryParse(text, Signal, out address, out problem))
        {
            // What addresses have in common is told of a server under load; a collector is elsewhere.
            problem = problem.Replace("http://127.0.0.1:8000", "http://127.0.0.1:4318", StringComparison.Ordinal).Replace("http://[::1]:8000", "http://[::1]:4318", StringComparison.Ordinal);
            return false;
        }

        if (!address.Path.EndsWith(Signal, StringComparison.Ordinal))
            address = address with { Path = address.Path.TrimEnd('/') + Signal };
        return true;
    }

    /// <summary>Reads the variable. The problem never holds a value.</summary>
    public static bool TryParseHeaders(string text, out IReadOnlyList<HeaderOption> headers, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        var read = new List<HeaderOption>();
        headers = read;
        problem = null;
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                problem = "has an entry without a name; write name=value,name=value";
                return false;
            }

            if (!HeaderText.TryParse($"{entry[..equals].Trim()}: {Uri.UnescapeDataString(entry[(equals + 1)..].Trim())}", out var header, out problem))
                return false;
            read.Add(header);
        }

        return true;
    }
}
