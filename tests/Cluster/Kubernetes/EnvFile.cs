namespace VllmStream.Tests.Cluster.Kubernetes;

/// <summary>A file of NAME=value lines, as kustomize makes ConfigMaps and Secrets of.</summary>
internal static class EnvFile
{
    public static IReadOnlyCollection<string> Keys(string path) =>
        [.. File.ReadLines(path).Where(static line => line.Length > 0 && line[0] != '#').Select(static line => line[..line.IndexOf('=', StringComparison.Ordinal)])];
}
