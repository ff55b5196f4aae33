using k8s.Models;

namespace VllmStream.Tests.Cluster.Kubernetes;

/// <summary>Something of the manifests that runs: its pod, with the name of what makes it.</summary>
internal sealed record Workload(string Name, V1ObjectMeta Metadata, V1PodSpec Pod, V1JobSpec? Job)
{
    public static Workload? Of(Manifest manifest) => manifest.Object switch
    {
        V1Job job => new Workload(job.Metadata.Name, job.Spec.Template.Metadata, job.Spec.Template.Spec, job.Spec),
        V1StatefulSet set => new Workload(set.Metadata.Name, set.Spec.Template.Metadata, set.Spec.Template.Spec, null),
        V1Pod pod => new Workload(pod.Metadata.Name, pod.Metadata, pod.Spec, null),
        _ => null,
    };

    public static IReadOnlyList<Workload> Among(IEnumerable<Manifest> manifests) => [.. manifests.Select(Of).OfType<Workload>()];

    public override string ToString() => Name;

    /// <summary>True if a selector takes these pods.</summary>
    public bool Matches(V1LabelSelector selector) =>
        (selector.MatchLabels ?? new Dictionary<string, string>(StringComparer.Ordinal)).All(label => Metadata.Labels.TryGetValue(label.Key, out var value) && value == label.Value)
        && (selector.MatchExpressions ?? []).All(wish => wish.OperatorProperty == "In" && Metadata.Labels.TryGetValue(wish.Key, out var value) && wish.Values.Contains(value));
}
