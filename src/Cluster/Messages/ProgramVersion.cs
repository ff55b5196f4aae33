namespace VllmStream.Cluster.Messages;

/// <summary>Which versions of the program work together.</summary>
internal static class ProgramVersion
{
    /// <summary>True if major and minor version are the same: what engines hand to each other changes with these only.</summary>
    public static bool AreAlike(string one, string other) => one.Split('.').Take(2).SequenceEqual(other.Split('.').Take(2), StringComparer.Ordinal);
}
