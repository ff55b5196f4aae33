namespace VllmStream.Profiling.Options;

/// <summary>A page of metrics.</summary>
/// <param name="Origin">Scheme, host, port and query.</param>
/// <param name="Path">Its path, with a slash in front.</param>
/// <param name="Credentials"><c>user:password</c> in front of the host; null = none.</param>
public sealed record MetricsAddress(TargetUrl Origin, string Path, Secret? Credentials)
{
    /// <summary>What is asked for.</summary>
    public string Url => Origin.UrlOf(Path);

    /// <summary>The same for people: without the query, which may hold a key.</summary>
    public string Shown => (Origin with { Query = "" }).UrlOf(Path);

    /// <summary>True when it is the server under load: what that may be told, this may be told.</summary>
    public bool IsOf(TargetUrl target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Origin.Scheme == target.Scheme && Origin.Host == target.Host && Origin.Port == target.Port;
    }

    /// <summary>How it is reached, of a run that reaches its server by <paramref name="connection"/>. Only its own server hears who we are.</summary>
    public ConnectionOptions Reached(ConnectionOptions connection, TargetUrl target)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return IsOf(target) ? connection : AsOther(connection);
    }

    /// <summary>How it is reached by somebody who is told nothing of who we are to the server under load.</summary>
    public ConnectionOptions AsOther(ConnectionOptions connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return new ConnectionOptions
        {
            Headers = Credentials is { } credentials ? [HeaderOption.Basic(credentials)] : [],
            CaCertFile = connection.CaCertFile,
            Insecure = connection.Insecure,
            Proxy = ProxyRules.IsLoopback(Origin.Host) ? null : connection.Proxy,
            ProxySource = connection.ProxySource,
        };
    }
}
