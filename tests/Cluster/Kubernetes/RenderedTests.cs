using k8s.Models;
using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.Cluster.Kubernetes;

/// <summary>What `kubectl apply -k` would send, made by kubectl itself, which needs no cluster for that.</summary>
public sealed class RenderedTests
{
    [Theory]
    [InlineData("overlays/next-to-vllm", new[] { "vllmstream-agents", "vllmstream-nats" })]
    [InlineData("overlays/next-to-vllm/run", new[] { "vllmstream-run" })]
    [InlineData("overlays/several-clusters", new[] { "vllmstream-agents" })]
    [InlineData("base/results", new[] { "vllmstream-results" })]
    public async Task Overlay_is_whole(string overlay, string[] expected)
    {
        var folder = Directory.CreateTempSubdirectory("vllmstream-kustomize-").FullName;
        try
        {
            var manifests = Manifest.Parse(overlay, await RenderAsync(folder, overlay));
            var workloads = Workload.Among(manifests);
            Assert.Equal(expected, workloads.Select(static workload => workload.Name).Order(StringComparer.Ordinal));
            var maps = manifests.Select(static manifest => manifest.Object).OfType<V1ConfigMap>().ToDictionary(static map => map.Metadata.Name, StringComparer.Ordinal);
            Assert.All(workloads, PodRules.Confined);
            Assert.All(workloads.Where(static workload => workload.Job?.CompletionMode == "Indexed"), static workload => PodRules.AgentsOutliveDisruption(workload.Job!));
            // Names with a hash are followed wherever they are used.
            Assert.All(workloads.SelectMany(static workload => workload.Pod.Volumes ?? []).Select(static volume => volume.ConfigMap?.Name).OfType<string>(), name => Assert.Contains(name, maps.Keys));
            var keys = manifests.Select(static manifest => manifest.Object).OfType<V1Secret>().SelectMany(static secret => secret.Data.Keys).ToArray();
            if (overlay != "overlays/next-to-vllm/run")
                Assert.All(workloads.SelectMany(PodRules.SecretKeys), reference => Assert.Contains(reference.Key, keys));

            foreach (var workload in workloads.Where(static workload => PodRules.IsOurs(workload.Pod.Containers[0])))
            {
                PodRules.VariablesAreThere(workload, name => [.. maps[name].Data.Keys]);
                // An image of our own is nowhere but in the registry that a user names.
                Assert.Contains('/', workload.Pod.Containers[0].Image);
                PodRules.ArgumentsAreOptions(workload.Pod.Containers[0].Args);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> RenderAsync(string folder, string overlay)
    {
        var program = Programs.Find("kubectl");
        Assert.SkipWhen(program is null, "needs kubectl with kustomize 5 in it");
        // A copy, as a user has it: with the files that the examples are of.
        foreach (var file in Directory.EnumerateFiles(Manifest.Folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Manifest.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy.EndsWith(".example", StringComparison.Ordinal) ? copy[..^".example".Length] : copy, overwrite: true);
        }

        var (text, errors, exitCode) = await Programs.RunAsync(program!, ["kustomize", Path.Combine(folder, overlay)]);
        // Warnings are of ways that will go.
        Assert.Equal((0, ""), (exitCode, errors));
        return text;
    }
}
