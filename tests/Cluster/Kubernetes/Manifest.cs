using k8s;
using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.Cluster.Kubernetes;

/// <summary>One object that a file of deploy/kubernetes describes, as Kubernetes' own types have it.</summary>
internal sealed record Manifest(string File, IKubernetesObject Object)
{
    private const string Settings = "kustomization.yaml";

    public static string Folder { get; } = Repository.PathOf("deploy", "kubernetes");

    /// <summary>Every file that describes objects, patches that look like objects included, by its path below the folder.</summary>
    public static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories)
            .Where(static path => Path.GetFileName(path) != Settings && !IsOperations(path))
            .Select(static path => Path.GetRelativePath(Folder, path))
            .Order(StringComparer.Ordinal);

    /// <summary>Every folder that `kubectl -k` takes, by its path below the folder.</summary>
    public static IEnumerable<string> Kustomizations() =>
        Directory.EnumerateFiles(Folder, Settings, SearchOption.AllDirectories)
            .Select(static path => Path.GetRelativePath(Folder, Path.GetDirectoryName(path)!))
            .Order(StringComparer.Ordinal);

    /// <summary>The objects of one file.</summary>
    /// <exception cref="YamlDotNet.Core.YamlException">It has a field that Kubernetes does not know.</exception>
    public static IReadOnlyList<Manifest> In(string file) => Parse(file, System.IO.File.ReadAllText(Path.Combine(Folder, file)));

    /// <summary>The objects of a text.</summary>
    /// <exception cref="YamlDotNet.Core.YamlException">It has a field that Kubernetes does not know.</exception>
    public static IReadOnlyList<Manifest> Parse(string name, string text) =>
        [.. KubernetesYaml.LoadAllFromString(text, strict: true).Select(value => new Manifest(name, (IKubernetesObject)value))];

    /// <summary>The objects of base, which overlays change.</summary>
    public static IReadOnlyList<Manifest> Base() => [.. Files().Where(static file => file.StartsWith("base/", StringComparison.Ordinal)).SelectMany(In)];

    // A patch of single operations (JSON 6902) is no object.
    private static bool IsOperations(string path) =>
        System.IO.File.ReadLines(path).First(static line => line.Length > 0 && line[0] != '#').StartsWith("- op:", StringComparison.Ordinal);
}
