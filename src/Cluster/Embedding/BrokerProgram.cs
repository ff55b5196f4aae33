namespace VllmStream.Cluster.Embedding;

/// <summary>Where nats-server is on this machine.</summary>
public static class BrokerProgram
{
    /// <summary>How people get it.</summary>
    public const string InstallLine = "apt install nats-server, brew install nats-server, or https://github.com/nats-io/nats-server/releases";

    /// <summary>Looks for it.</summary>
    /// <param name="searchPath">The value of PATH.</param>
    /// <returns>Null when there is none.</returns>
    public static string? Find(string? searchPath)
    {
        var name = OperatingSystem.IsWindows() ? "nats-server.exe" : "nats-server";
        // Debian puts it where only root's PATH leads.
        var folders = (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Concat(OperatingSystem.IsWindows() ? [] : ["/usr/sbin", "/usr/local/sbin"]);
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}
