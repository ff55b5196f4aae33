using System.Security.Cryptography;

namespace VllmStream.Profiling;

/// <summary>Ids of runs.</summary>
public static class RunId
{
    /// <summary>A new one: four digits tell the runs of a folder apart; the file of an older run with the same id would be written over once in 65,536.</summary>
    public static string New() => RandomNumberGenerator.GetHexString(4, lowercase: true);
}
