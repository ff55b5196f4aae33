using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace VllmStream.Tests.Cluster.Kubernetes;

/// <summary>What a kustomization.yaml of ours says; a field beside these is refused.</summary>
internal sealed class Kustomization
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public List<string> Resources { get; set; } = [];

    public List<Dictionary<string, string>> Images { get; set; } = [];

    public List<Generator> ConfigMapGenerator { get; set; } = [];

    public List<Generator> SecretGenerator { get; set; } = [];

    public List<Patch> Patches { get; set; } = [];

    /// <summary>Every file and folder it names, as it names them.</summary>
    public IEnumerable<string> Named() =>
        [.. Resources, .. ConfigMapGenerator.Concat(SecretGenerator).SelectMany(static generator => generator.Files.Concat(generator.Envs)), .. Patches.Select(static patch => patch.Path)];

    /// <summary>Reads that of a folder below deploy/kubernetes.</summary>
    public static Kustomization Of(string folder) =>
        new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build()
            .Deserialize<Kustomization>(File.ReadAllText(Path.Combine(Manifest.Folder, folder, "kustomization.yaml")));

    /// <summary>A ConfigMap or a Secret that is made of files and values.</summary>
    internal sealed class Generator
    {
        public string Name { get; set; } = "";

        public string? Behavior { get; set; }

        public List<string> Files { get; set; } = [];

        public List<string> Envs { get; set; } = [];

        public List<string> Literals { get; set; } = [];

        public Dictionary<string, bool> Options { get; set; } = [];
    }

    /// <summary>A change to what a base has.</summary>
    internal sealed class Patch
    {
        public string Path { get; set; } = "";

        public Dictionary<string, string> Target { get; set; } = [];
    }
}
