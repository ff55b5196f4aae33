using System.ComponentModel;
using VllmStream.Profiling.Metrics.ServerSide;

namespace VllmStream.Profiling.Output;

/// <summary>One look at a metrics page, or at the GPUs.</summary>
public sealed record ServerLine : NdjsonLine
{
    /// <summary>Word of this type.</summary>
    public const string Word = "server";

    /// <summary>An empty line.</summary>
    public ServerLine()
        : base(Word)
    {
    }

    /// <summary>Source.</summary>
    [Description("Address of the page; of GPU readings nvidia-smi or the exporter's address.")]
    public string Source { get; init; } = "";

    /// <summary>When.</summary>
    [Description("When it was read, ms since run start.")]
    public double AtMs { get; init; }

    /// <summary>Name.</summary>
    [Description("vLLM, SGLang or TGI, by the names of the metrics; null on a line of GPUs.")]
    public string? Name { get; init; }

    /// <summary>Running.</summary>
    [Description("Requests running; of several engines their sum.")]
    public double? Running { get; init; }

    /// <summary>Waiting.</summary>
    [Description("Requests waiting; of several engines their sum.")]
    public double? Waiting { get; init; }

    /// <summary>KV cache.</summary>
    [Description("KV cache in use, 0..1; of several engines their mean.")]
    public double? KvCacheRatio { get; init; }

    /// <summary>Prefix cache.</summary>
    [Description("Tokens found in the prefix cache, of those looked up since the look before, 0..1; else the server's own figure.")]
    public double? PrefixHitRatio { get; init; }

    /// <summary>Preemptions.</summary>
    [Description("Preemptions, as the counter stands.")]
    public double? PreemptionsTotal { get; init; }

    /// <summary>Prompt tokens.</summary>
    [Description("Prompt tokens, as the counter stands.")]
    public double? PromptTokensTotal { get; init; }

    /// <summary>Generated tokens.</summary>
    [Description("Generated tokens, as the counter stands.")]
    public double? GenerationTokensTotal { get; init; }

    /// <summary>Requests.</summary>
    [Description("Requests that ended, as the counter stands.")]
    public double? RequestsTotal { get; init; }

    /// <summary>TTFT.</summary>
    [Description("The server's own TTFT, of first tokens since the look before: n, and their mean, ms.")]
    public double? TtftN { get; init; }

    /// <summary>TTFT.</summary>
    [Description("Mean of the server's own TTFT since the look before, ms.")]
    public double? TtftMeanMs { get; init; }

    /// <summary>TTFT.</summary>
    [Description("Median of it: the bucket that it lies in, ms.")]
    public BucketBounds? TtftP50Ms { get; init; }

    /// <summary>Queue.</summary>
    [Description("Mean time in the queue, of requests that ended since the look before, ms.")]
    public double? QueueMeanMs { get; init; }

    /// <summary>Queue.</summary>
    [Description("Median of it: the bucket that it lies in, ms.")]
    public BucketBounds? QueueP50Ms { get; init; }

    /// <summary>Prefill.</summary>
    [Description("Mean time of prefill, of requests that ended since the look before, ms.")]
    public double? PrefillMeanMs { get; init; }

    /// <summary>GPUs.</summary>
    [Description("Each GPU; empty on a line of a metrics page.")]
    public IReadOnlyList<GpuFigures> Gpu { get; init; } = [];

    /// <summary>Machines.</summary>
    [Description("Each machine of the server that a node_exporter tells of, since the look before; empty on a line of a metrics page.")]
    public IReadOnlyList<HostFigures> Hosts { get; init; } = [];

    /// <summary>Makes the line of a look.</summary>
    public static ServerLine Of(ServerLook look)
    {
        ArgumentNullException.ThrowIfNull(look);
        return new ServerLine
        {
            Source = look.Source,
            AtMs = look.AtMs,
            Name = look.Name,
            Running = look.Running,
            Waiting = look.Waiting,
            KvCacheRatio = look.KvCacheRatio,
            PrefixHitRatio = look.PrefixHitRatio,
            PreemptionsTotal = look.PreemptionsTotal,
            PromptTokensTotal = look.PromptTokensTotal,
            GenerationTokensTotal = look.GenerationTokensTotal,
            RequestsTotal = look.RequestsTotal,
            TtftN = look.Ttft?.N,
            TtftMeanMs = look.Ttft?.MeanMs,
            TtftP50Ms = look.Ttft?.P50Ms,
            QueueMeanMs = look.Queue?.MeanMs,
            QueueP50Ms = look.Queue?.P50Ms,
            PrefillMeanMs = look.Prefill?.MeanMs,
            Gpu = look.Gpus,
            Hosts = look.Hosts,
        };
    }
}
