using System.Text.RegularExpressions;
using k8s.Models;
using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Cluster.Kubernetes;

/// <summary>What every pod of ours has to be like, in the manifests and in what kustomize makes of them.</summary>
internal static partial class PodRules
{
    // An agent that gets SIGTERM is gone within this.
    private const int LeaveSeconds = 30;

    /// <summary>The index of a pod of an Indexed Job, which its controller adds.</summary>
    private const string Index = "JOB_COMPLETION_INDEX";

    public static bool IsOurs(V1Container container) => container.Image.Split('/')[^1].StartsWith("vllmstream:", StringComparison.Ordinal);

    /// <summary>No root, no rights, nothing writable but what is mounted, and a size.</summary>
    public static void Confined(Workload workload)
    {
        var pod = workload.Pod;
        Assert.False(pod.AutomountServiceAccountToken);
        Assert.False(pod.EnableServiceLinks);
        Assert.True(pod.SecurityContext.RunAsNonRoot);
        Assert.True(pod.SecurityContext.RunAsUser > 0);
        Assert.NotNull(pod.SecurityContext.FsGroup);
        Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
        var container = Assert.Single(pod.Containers);
        Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
        Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
        Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        Assert.Null(container.SecurityContext.Privileged);
        Assert.True(container.Resources.Requests.ContainsKey("cpu") && container.Resources.Requests.ContainsKey("memory"));
        Assert.True(container.Resources.Limits.ContainsKey("memory"));
        var volumes = (pod.Volumes ?? []).Select(static volume => volume.Name).ToArray();
        // Volumes of a claim template are not among the pod's.
        Assert.All(container.VolumeMounts.Where(static mount => mount.Name != "kept"), mount => Assert.Contains(mount.Name, volumes));
        Assert.All(volumes, volume => Assert.Contains(volume, container.VolumeMounts.Select(static mount => mount.Name)));
        if (container.WorkingDir is { } work)
            Assert.Contains(container.VolumeMounts, mount => mount.MountPath == work && mount.ReadOnlyProperty != true);
        Assert.DoesNotContain(container.Image.Split(':')[^1], new[] { "latest", container.Image });
    }

    /// <summary>Each name is one of the command's options, with a value where it takes one.</summary>
    public static void ArgumentsAreOptions(IList<string> arguments)
    {
        var command = Enum.Parse<CommandKinds>(arguments[0], ignoreCase: true);
        for (var i = 1; i < arguments.Count; i++)
        {
            // The target stands by itself.
            if (i == 1 && command == CommandKinds.Run && arguments[i][0] != '-')
                continue;
            Assert.True(arguments[i].StartsWith("--", StringComparison.Ordinal), $"{arguments[i]} stands where an option should");
            var option = OptionTable.Find(command, arguments[i]);
            Assert.True(option is not null, $"vllmstream {arguments[0]} has no option {arguments[i]}");
            Assert.True(option.NotBuilt is null, $"{arguments[i]} of vllmstream {arguments[0]} is not built");
            if (option.Shape == ValueShape.Flag)
                continue;
            i++;
            Assert.True(i < arguments.Count && !arguments[i].StartsWith("--", StringComparison.Ordinal), $"{option.Name} has no value");
            if (option.Choices.Count > 0)
                Assert.Contains(arguments[i], option.Choices);
        }
    }

    /// <summary>Each $(NAME) of the arguments is set in the pod, and each variable that an option names.</summary>
    public static void VariablesAreThere(Workload workload, Func<string, IReadOnlyCollection<string>> ofConfigMap)
    {
        var container = workload.Pod.Containers[0];
        HashSet<string> there = [.. container.Env.Select(static variable => variable.Name), .. container.EnvFrom.SelectMany(source => ofConfigMap(source.ConfigMapRef.Name))];
        if (workload.Job?.CompletionMode == "Indexed")
            there.Add(Index);
        var asked = container.Args.SelectMany(static argument => Variable().Matches(argument)).Select(static match => match.Groups["name"].Value)
            .Concat(container.Args.Where((_, i) => i > 0 && container.Args[i - 1].EndsWith("-env", StringComparison.Ordinal)));
        Assert.All(asked, name => Assert.Contains(name, there));
    }

    /// <summary>The keys of Secrets that a pod's variables are from.</summary>
    public static IEnumerable<V1SecretKeySelector> SecretKeys(Workload workload) =>
        workload.Pod.Containers.SelectMany(static container => container.Env ?? []).Select(static variable => variable.ValueFrom?.SecretKeyRef).OfType<V1SecretKeySelector>();

    /// <summary>Each index has tries of its own, a drained node costs none, and there is time to deliver.</summary>
    public static void AgentsOutliveDisruption(V1JobSpec job)
    {
        Assert.Equal("Indexed", job.CompletionMode);
        Assert.Equal(job.Completions, job.Parallelism);
        Assert.True(job.BackoffLimitPerIndex > 0);
        Assert.Null(job.BackoffLimit);
        var rule = job.PodFailurePolicy.Rules[0];
        Assert.Equal(("Ignore", "DisruptionTarget"), (rule.Action, Assert.Single(rule.OnPodConditions).Type));
        Assert.All(job.PodFailurePolicy.Rules.Select(static rule => rule.OnExitCodes?.ContainerName).OfType<string>(), name => Assert.Contains(name, job.Template.Spec.Containers.Select(static container => container.Name)));
        Assert.Equal("Never", job.Template.Spec.RestartPolicy);
        Assert.True(job.Template.Spec.TerminationGracePeriodSeconds > LeaveSeconds);
        Assert.Equal("kubernetes.io/hostname", Assert.Single(job.Template.Spec.TopologySpreadConstraints).TopologyKey);
        Assert.NotNull(job.ActiveDeadlineSeconds);
    }

    [GeneratedRegex(@"\$\((?<name>[^)]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
