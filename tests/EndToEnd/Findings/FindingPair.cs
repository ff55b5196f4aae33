namespace VllmStream.Tests.EndToEnd.Findings;

/// <summary>A setting that has what a finding is about, and one close by that has almost that.</summary>
internal sealed record FindingPair(string Code, FindingSetting Sick, FindingSetting CloseBy)
{
    /// <summary>The pair of two simulators under the same load.</summary>
    public static FindingPair OfServers(string code, string sick, string closeBy, string load) => new(code, new(sick, load), new(closeBy, load));

    /// <summary>The pair of two loads on the same simulator.</summary>
    public static FindingPair OfLoads(string code, string simulator, string sick, string closeBy) => new(code, new(simulator, sick), new(simulator, closeBy));
}
