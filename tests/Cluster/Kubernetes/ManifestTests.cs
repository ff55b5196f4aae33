using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Cluster.Kubernetes;

public sealed partial class ManifestTests
{
    public static TheoryData<string> Files => [.. Manifest.Files()];

    public static TheoryData<string> Folders => [.. Manifest.Kustomizations()];

    [Theory]
    [MemberData(nameof(Files))]
    public void Manifest_has_no_field_that_Kubernetes_does_not_know(string file) =>
        Assert.All(Manifest.In(file), static manifest => Assert.NotEmpty(((IKubernetesObject<V1ObjectMeta>)manifest.Object).Metadata.Name));

    [Fact]
    public void Manifest_with_an_unknown_field_is_refused() =>
        Assert.ThrowsAny<YamlDotNet.Core.YamlException>(static () => Manifest.Parse("text", "apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec: {completionsMode: Indexed}"));

    [Theory]
    [MemberData(nameof(Folders))]
    public void Kustomization_names_what_lies_beside_it_and_nothing_else(string folder)
    {
        var path = Path.Combine(Manifest.Folder, folder);
        var named = Kustomization.Of(folder).Named().ToArray();
        // What a user has to write is there as an example.
        Assert.All(named, name => Assert.True(
            File.Exists(Path.Combine(path, name)) || File.Exists(Path.Combine(path, name + ".example")) || File.Exists(Path.Combine(path, name, "kustomization.yaml")),
            $"{folder}/kustomization.yaml names {name}, which is not there"));
        var beside = Directory.EnumerateFiles(path).Select(Path.GetFileName).Where(static name => name != "kustomization.yaml")
            .Select(static name => name!.EndsWith(".example", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(name) : name).Distinct(StringComparer.Ordinal);
        Assert.All(beside, name => Assert.Contains(name, named));
    }

    [Fact]
    public void Pods_of_every_kind_are_confined() => Assert.All(Workload.Among(Manifest.Base()), PodRules.Confined);

    [Fact]
    public void Arguments_are_options_of_the_command_and_name_variables_that_there_are()
    {
        var ours = Workload.Among(Manifest.Base()).Where(static workload => PodRules.IsOurs(workload.Pod.Containers[0])).ToArray();
        Assert.Equal(["agent", "run"], ours.Select(static workload => workload.Pod.Containers[0].Args[0]).Order(StringComparer.Ordinal));
        Assert.All(ours, static workload => PodRules.VariablesAreThere(workload, Variables));
        Assert.All(ours, static workload => PodRules.ArgumentsAreOptions(workload.Pod.Containers[0].Args));
    }

    [Fact]
    public void Arguments_that_an_overlay_adds_are_options_of_the_command()
    {
        var added = Values().Matches(File.ReadAllText(Path.Combine(Manifest.Folder, "overlays", "several-clusters", "arguments.yaml"))).Select(static match => match.Groups["value"].Value);
        PodRules.ArgumentsAreOptions(["agent", .. added]);
    }

    [Fact]
    public void Agents_are_an_indexed_job_whose_pods_may_be_disrupted()
    {
        foreach (var (job, isWhole) in Manifest.Files().SelectMany(Manifest.In).Select(static manifest => (manifest.Object as V1Job, manifest.File.StartsWith("base/", StringComparison.Ordinal)))
            .Where(static pair => pair.Item1?.Metadata.Name == "vllmstream-agents"))
        {
            // All at once, in base and wherever the number is changed.
            Assert.Equal(job!.Spec.Completions, job.Spec.Parallelism);
            if (isWhole)
                PodRules.AgentsOutliveDisruption(job.Spec);
        }
    }

    [Fact]
    public void Run_is_not_tried_again()
    {
        var run = Assert.Single(Workload.Among(Manifest.Base()), static workload => workload.Name == "vllmstream-run");
        Assert.Equal(0, run.Job!.BackoffLimit);
        Assert.Equal("Never", run.Pod.RestartPolicy);
    }

    [Fact]
    public void Secrets_have_the_keys_that_pods_ask_for()
    {
        foreach (var overlay in Manifest.Kustomizations().Where(static folder => Kustomization.Of(folder).SecretGenerator.Count > 0))
        {
            var settings = Kustomization.Of(overlay);
            var secret = Assert.Single(settings.SecretGenerator);
            var keys = EnvFile.Keys(Path.Combine(Manifest.Folder, overlay, Assert.Single(secret.Envs) + ".example"));
            var bases = settings.Resources.Where(static resource => resource.StartsWith("../", StringComparison.Ordinal))
                .Select(resource => Path.GetRelativePath(Manifest.Folder, Path.GetFullPath(Path.Combine(Manifest.Folder, overlay, resource)))).ToArray();
            var references = Workload.Among(Manifest.Base().Where(manifest => bases.Contains(Path.GetDirectoryName(manifest.File)))).SelectMany(PodRules.SecretKeys).ToArray();
            Assert.NotEmpty(references);
            Assert.All(references, reference => Assert.Equal(secret.Name, reference.Name));
            // What may be missing is in the file too: that is where it is looked for.
            Assert.All(references, reference => Assert.Contains(reference.Key, keys));
            Assert.All(keys, key => Assert.Contains(key, references.Select(static reference => reference.Key)));
            // Its name is the one that the run of another folder refers to.
            Assert.True(secret.Options["disableNameSuffixHash"]);
        }
    }

    [Fact]
    public void Agents_never_see_the_password_of_coordinators() =>
        Assert.DoesNotContain("COORDINATOR_PASSWORD", Assert.Single(Workload.Among(Manifest.Base()), static workload => workload.Name == "vllmstream-agents") is { } agents
            ? PodRules.SecretKeys(agents).Select(static reference => reference.Key) : []);

    [Fact]
    public void Network_policies_are_about_pods_that_there_are_and_let_nobody_dial_agents()
    {
        var pods = Workload.Among(Manifest.Base());
        var policies = Manifest.Files().SelectMany(Manifest.In).Select(static manifest => manifest.Object).OfType<V1NetworkPolicy>().ToArray();
        Assert.All(policies, policy => Assert.Contains(pods, pod => pod.Matches(policy.Spec.PodSelector)));
        foreach (var pod in pods.Where(static pod => pod.Name is "vllmstream-agents" or "vllmstream-run" or "vllmstream-nats"))
        {
            var about = policies.Where(policy => pod.Matches(policy.Spec.PodSelector)).ToArray();
            Assert.Contains(about, static policy => policy.Spec.PolicyTypes.Contains("Ingress") && policy.Spec.PolicyTypes.Contains("Egress"));
            Assert.Equal(pod.Name == "vllmstream-nats", about.Any(static policy => policy.Spec.Ingress?.Count > 0));
        }

        var broker = Assert.Single(policies, static policy => policy.Metadata.Name == "vllmstream-broker");
        var peers = Assert.Single(Assert.Single(broker.Spec.Ingress).FromProperty).PodSelector;
        Assert.Equal(["vllmstream-agents", "vllmstream-run"], pods.Where(pod => pod.Matches(peers)).Select(static pod => pod.Name).Order(StringComparer.Ordinal));
    }

    private static IReadOnlyCollection<string> Variables(string configMap) =>
        EnvFile.Keys(Path.Combine(Manifest.Folder, "base", configMap == "vllmstream-agents" ? "agents/agents.env" : "run/run.env"));

    [GeneratedRegex("^  value: (?<value>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Values();
}
