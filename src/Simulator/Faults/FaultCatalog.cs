namespace VllmStream.Simulation;

/// <summary>What fault scripts and profiles there are, for help and documentation, and whether a script can be read.</summary>
public static class FaultCatalog
{
    /// <summary>All faults, in groups with a title.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<FaultEntry> Faults)> Groups { get; } =
        [.. FaultTable.Groups.Select(group => (group.Title, (IReadOnlyList<FaultEntry>)[.. group.Faults.Select(fault => new FaultEntry(fault.Name, fault.Usage, fault.Help))]))];

    /// <summary>All profiles.</summary>
    public static IReadOnlyList<FaultEntry> Profiles { get; } = [.. ProfileTable.All.Select(profile => new FaultEntry(profile.Name, profile.Script, profile.Help))];

    /// <summary>What is wrong with a script and its share, in one line; null if nothing.</summary>
    public static string? Problem(string script)
    {
        try
        {
            FaultShare.Read(script);
            return null;
        }
        catch (FaultSyntaxException e)
        {
            return e.Message;
        }
    }

    /// <summary>True for a profile that changes what HTTP/2 leaves no place for.</summary>
    public static bool NeedsHttp1(string profile) => ProfileTable.Find(profile)?.Script.Length > 0;
}
