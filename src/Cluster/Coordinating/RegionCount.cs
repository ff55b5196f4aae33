using System.Globalization;
using VllmStream.Profiling.Options;

namespace VllmStream.Cluster.Coordinating;

/// <summary>How many agents of a region.</summary>
/// <param name="Region">As agents name it.</param>
/// <param name="Count">1 or more.</param>
public sealed record RegionCount(string Region, int Count)
{
    /// <summary>Reads a value of <c>--region</c>: <c>eu=3,us=1</c>.</summary>
    /// <exception cref="OptionException">It is none.</exception>
    public static IReadOnlyList<RegionCount> ParseAll(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var regions = new List<RegionCount>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !int.TryParse(part.AsSpan(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1)
                throw new OptionException($"--region {text} has {part}, which is no region with a number", "--region eu=3,us=1");
            if (regions.Exists(other => other.Region == part[..equals]))
                throw new OptionException($"--region {text} names {part[..equals]} twice");
            regions.Add(new RegionCount(part[..equals], count));
        }

        return regions.Count > 0 ? regions : throw new OptionException("--region names no region", "--region eu=3,us=1");
    }
}
