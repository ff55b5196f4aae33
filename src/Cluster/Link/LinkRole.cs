namespace VllmStream.Cluster.Link;

/// <summary>Which side of a run a process is; each has inboxes of its own, so that permissions can keep them apart.</summary>
public enum LinkRole
{
    /// <summary>Inboxes under _INBOX.vllmstream-agent.</summary>
    Agent,

    /// <summary>Inboxes under _INBOX.vllmstream-run.</summary>
    Coordinator,
}
