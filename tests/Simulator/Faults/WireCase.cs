namespace VllmStream.Tests.Simulator.Faults;

/// <summary>A case of tests/Data/cases.tsv: the script that produces it, and the bytes that must be on the wire.</summary>
/// <param name="Id">The case, with a word behind it where it has variants.</param>
/// <param name="Script">The script.</param>
/// <param name="Wire">All bytes of the answer.</param>
/// <param name="DueMs">When each HTTP chunk is due at the earliest; empty = at once.</param>
internal sealed record WireCase(string Id, string Script, byte[] Wire, params double[] DueMs)
{
    public RawEnd End { get; init; } = RawEnd.Fin;
}
