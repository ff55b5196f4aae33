using System.Globalization;
using System.Text;

namespace VllmStream.Profiling.Exporting;

/// <summary>The head of a request for the page: what is asked for, and in which format. Pure.</summary>
/// <param name="Method">GET, HEAD or another one.</param>
/// <param name="Path">Without the query.</param>
/// <param name="Format">The format that its Accept header likes best; Prometheus' own where it has no opinion.</param>
internal sealed record ScrapeRequest(string Method, string Path, PageFormat Format)
{
    private const string OpenMetrics = "application/openmetrics-text";
    private const string Plain = "text/plain";

    /// <summary>Reads a head, from the request line to the blank line; null when it is none of HTTP/1.</summary>
    public static ScrapeRequest? Read(ReadOnlySpan<byte> head)
    {
        var lines = Encoding.ASCII.GetString(head).Split("\r\n");
        var words = lines[0].Split(' ');
        if (words.Length != 3 || !words[2].StartsWith("HTTP/1.", StringComparison.Ordinal))
            return null;
        var accepted = lines.Skip(1)
            .Where(line => line.StartsWith("Accept:", StringComparison.OrdinalIgnoreCase))
            .SelectMany(line => line["Accept:".Length..].Split(','))
            .ToArray();
        var open = QualityOf(accepted, OpenMetrics);
        return new ScrapeRequest(words[0], words[1].Split('?')[0], open > 0 && open >= QualityOf(accepted, Plain) ? PageFormat.OpenMetrics : PageFormat.Prometheus);
    }

    // RFC 9110 12.4.2: from 0 to 1, and 1 where none is written. Of several versions the one that is liked best speaks.
    private static double QualityOf(string[] accepted, string type)
    {
        var best = 0.0;
        foreach (var range in accepted)
        {
            var parts = range.Split(';', StringSplitOptions.TrimEntries);
            if (!parts[0].Equals(type, StringComparison.OrdinalIgnoreCase))
                continue;
            var written = Array.Find(parts, part => part.StartsWith("q=", StringComparison.OrdinalIgnoreCase));
            var quality = written is null ? 1
                : double.TryParse(written.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var read) ? read : 0;
            best = Math.Max(best, quality);
        }

        return best;
    }
}
