using System.Diagnostics.CodeAnalysis;

namespace VllmStream.Profiling.Options;

/// <summary>The path of an address: what stands before /v1 is kept, what stands behind it names the API.</summary>
internal static class TargetPath
{
    internal static bool TryParse(string path, out string prefix, out EndpointKind? endpoint, [NotNullWhen(false)] out string? problem)
    {
        (prefix, endpoint, problem) = ("", null, null);

        // Empty segments go: //v1/ and /v1 are the same place, and servers answer 404 to the first.
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (Array.Exists(segments, static segment => segment.Any(c => c > '~')))
        {
            problem = "has a path with characters beyond ASCII; write them as %XX";
            return false;
        }

        var version = Array.IndexOf(segments, "v1");
        if (version < 0)
        {
            prefix = Join(segments);
            var last = segments.Length > 0 ? segments[^1] : "";
            if (EndpointNames.OfPath(last) is null or EndpointKind.Models)
                return true;
            problem = $"names an API outside /v1: {prefix}; only paths with /v1 in front of it are served";
            return false;
        }

        prefix = Join(segments.AsSpan(0, version));

        // /v1/v1 is what a base URL with /v1 becomes when a tool adds its own.
        var tail = segments.AsSpan(version);
        while (!tail.IsEmpty && tail[0] == "v1")
            tail = tail[1..];
        var api = Join(tail).TrimStart('/');
        if (api is "" or "models")
            return true;
        endpoint = EndpointNames.OfPath(api);
        if (endpoint is not null)
            return true;
        problem = $"names no API behind /v1: {api}; give the URL without it, and the path as --endpoint /v1/{api} if it is one";
        return false;
    }

    private static string Join(ReadOnlySpan<string> segments) =>
        segments.IsEmpty ? "" : "/" + string.Join('/', segments);
}
