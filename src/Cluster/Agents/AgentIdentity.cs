using System.Globalization;

namespace VllmStream.Cluster.Agents;

/// <summary>What an agent says of itself to whoever looks for one.</summary>
public sealed record AgentIdentity
{
    /// <summary>What people call it; not unique.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is, as <c>--region</c> names it; empty = nowhere in particular.</summary>
    public string Region { get; init; } = "";

    /// <summary>Whatever else it is chosen or explained by: key=value.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Version of the program: major.minor.patch.</summary>
    public required string Version { get; init; }

    /// <summary>Cores that it may use.</summary>
    public int Cores { get; init; } = Environment.ProcessorCount;

    /// <summary>Events per second that it was measured to take; null = not measured.</summary>
    public double? CeilingPerSecond { get; init; }

    internal Dictionary<string, string> ToMetadata(string id, bool isTls)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = id, ["name"] = Name, ["region"] = Region, ["labels"] = string.Join(',', Labels),
            ["version"] = Version, ["cores"] = Cores.ToString(CultureInfo.InvariantCulture), ["tls"] = isTls ? "true" : "false",
        };
        if (CeilingPerSecond is { } ceiling)
            metadata["ceiling_per_s"] = ceiling.ToString("0", CultureInfo.InvariantCulture);
        return metadata;
    }
}
