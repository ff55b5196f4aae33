using System.Globalization;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Exporting;

/// <summary>How families and runs are called in OpenTelemetry. Pure.</summary>
internal static class OtlpNames
{
    /// <summary>The attribute that is a number.</summary>
    public const string ServerPort = "server.port";

    private const string Prefix = "vllmstream_";

    /// <summary>vllmstream_time_to_first_token_seconds is vllmstream.time_to_first_token: the unit is a field of its own.</summary>
    public static string NameOf(MetricHeading heading)
    {
        var name = heading.Unit is { } unit ? heading.Name[..^(unit.Length + 1)] : heading.Name;
        return "vllmstream." + name[Prefix.Length..];
    }

    /// <summary>The unit in UCUM; empty for counts, because "1" is a ratio to whoever translates it.</summary>
    public static string UnitOf(MetricHeading heading) => heading.Unit switch
    {
        "seconds" => "s",
        "bytes" => "By",
        "ratio" => "1",
        _ => "",
    };

    /// <summary>0.1.0 of "vllmstream 0.1.0".</summary>
    public static string VersionOf(RunDescription run) => run.Tool[(run.Tool.LastIndexOf(' ') + 1)..];

    /// <summary>The resource: tags as they are called, and none of them in place of ours.</summary>
    public static IReadOnlyList<(string Key, string? Value)> ResourceOf(LiveIdentity identity)
    {
        var run = identity.Run;
        (string Key, string? Value)[] ours =
        [
            ("service.name", "vllmstream"),
            ("service.version", VersionOf(run)),
            ("service.instance.id", run.Run),
            ("vllmstream.run", run.Run),
            ("vllmstream.target", run.Target),
            ("vllmstream.model", run.Model),
            ("vllmstream.server", run.ServerName),
            ("vllmstream.server_version", run.ServerVersion),
            ("vllmstream.mode", run.Mode),
            ("vllmstream.load", run.Load.Kind),
            ("server.address", identity.Host),
            (ServerPort, identity.Port.ToString(CultureInfo.InvariantCulture)),
        ];
        return [.. ours, .. identity.Tags.DistinctBy(tag => tag.Key, StringComparer.Ordinal).Where(tag => !Array.Exists(ours, our => our.Key == tag.Key)).Select(tag => (tag.Key, (string?)tag.Value))];
    }
}
