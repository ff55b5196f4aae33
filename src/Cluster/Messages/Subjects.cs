namespace VllmStream.Cluster.Messages;

/// <summary>Every subject that is used; docs/cluster.md has the table, and permissions are given by it.</summary>
/// <remarks>Names and regions are metadata: a subject holds random letters only, so nothing in it has to be escaped or kept secret but a run's token.</remarks>
internal static class Subjects
{
    public const string Report = "report";
    public const string Ready = "ready";
    public const string Ended = "ended";

    /// <summary>Who is there, of the Services API.</summary>
    public const string Discovery = $"$SRV.INFO.{Protocol.Service}";

    /// <summary>A request to an agent.</summary>
    public static string Agent(string agent, string verb) => $"vllmstream.agent.{agent}.{verb}";

    /// <summary>What an agent says in a run: report, ready or ended.</summary>
    public static string FromAgent(string token, string agent, string kind) => $"vllmstream.run.{token}.{agent}.{kind}";

    /// <summary>Whatever agents say in a run.</summary>
    public static string FromAgents(string token) => $"vllmstream.run.{token}.*.*";

    /// <summary>Where a run's coordinator is heard.</summary>
    public static string Coordinator(string token) => $"vllmstream.run.{token}.coordinator";

    /// <summary>Where agents fetch the files of a run.</summary>
    public static string Files(string token) => $"vllmstream.run.{token}.file";

    /// <summary>Takes what <see cref="FromAgent"/> made apart.</summary>
    public static (string Agent, string Kind) Split(string subject)
    {
        var parts = subject.Split('.');
        return parts.Length == 5 ? (parts[3], parts[4]) : ("", "");
    }
}
