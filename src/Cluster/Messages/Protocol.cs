namespace VllmStream.Cluster.Messages;

/// <summary>Names and numbers that coordinator and agents have to agree on.</summary>
internal static class Protocol
{
    /// <summary>Raised when a message means something else than before, or an old program could not do without what is new.</summary>
    public const int Major = 1;

    /// <summary>The name that agents register under.</summary>
    public const string Service = "vllmstream-agent";

    /// <summary>The KV bucket in which runs lie for a coordinator that comes later.</summary>
    public const string Bucket = "vllmstream-runs";

    /// <summary>How often an agent reports and a coordinator is heard.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>An agent that was not heard for this long is lost: two beats and half of one, so that one that was lost on the way kills nobody.</summary>
    public static readonly TimeSpan AgentSilence = TimeSpan.FromSeconds(2.5);

    /// <summary>A coordinator that was not heard for this long is gone: its agents drain.</summary>
    public static readonly TimeSpan CoordinatorSilence = TimeSpan.FromSeconds(10);
}
