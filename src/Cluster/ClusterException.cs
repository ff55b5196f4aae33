namespace VllmStream.Cluster;

/// <summary>Something between agents, broker and coordinator that cannot go on: one readable line, and at most one thing to try.</summary>
public sealed class ClusterException : Exception
{
    /// <summary>Takes the line.</summary>
    public ClusterException(string message, string? attempt = null, Exception? inner = null)
        : base(message, inner) => Attempt = attempt;

    /// <summary>What to try, for the line <c>try: …</c>; null = nothing that we know of.</summary>
    public string? Attempt { get; }
}
