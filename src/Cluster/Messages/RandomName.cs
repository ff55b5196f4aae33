using System.Security.Cryptography;

namespace VllmStream.Cluster.Messages;

/// <summary>Names that nobody can guess, in letters that every subject may have: base32 without its padding, in lower case.</summary>
internal static class RandomName
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz234567";

    // 26 letters of 5 bits: the token of a run keeps two coordinators apart, and whoever knows it can act for one.
    private const int TokenLetters = 26;
    private const int AgentLetters = 12;
    private const int RunLetters = 6;

    /// <summary>The token of a run: at least 128 bits.</summary>
    public static string Token() => RandomNumberGenerator.GetString(Letters, TokenLetters);

    /// <summary>The id of an agent: 60 bits, unlikely to come twice.</summary>
    public static string Agent() => RandomNumberGenerator.GetString(Letters, AgentLetters);

    /// <summary>The short id of a run, which people type.</summary>
    public static string Run() => RandomNumberGenerator.GetString(Letters, RunLetters);
}
