using System.Net;

namespace VllmStream.Simulation;

/// <summary>What the simulated server serves and how fast; immutable, checked once by <see cref="SimulatorServer.StartAsync"/>.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Address to listen on.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Port to listen on; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>True speaks HTTP/2 only, with prior knowledge; without TLS there is no way to offer both.</summary>
    public bool Http2 { get; init; }

    /// <summary>The one model name that is served.</summary>
    public string Model { get; init; } = "sim/llama-8b";

    /// <summary>When set, paths under /v1 want it as a bearer token, as with vLLM's --api-key.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Decides texts, lengths and jitter together with the content of each request.</summary>
    public long Seed { get; init; }

    /// <summary>Time from the received request to its first token, for an empty prompt.</summary>
    public TimeSpan TtftBase { get; init; } = TimeSpan.FromMilliseconds(60);

    /// <summary>What each prompt token adds to the time to the first token.</summary>
    public TimeSpan TtftPerPromptToken { get; init; } = TimeSpan.FromMicroseconds(50);

    /// <summary>Mean time between two tokens of one sequence.</summary>
    public TimeSpan InterTokenTime { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Spread of both times relative to their mean: half width (uniform) or standard deviation (others).</summary>
    public double Jitter { get; init; }

    /// <summary>Shape of the spread; the mean stays as set.</summary>
    public JitterDistribution JitterDistribution { get; init; } = JitterDistribution.None;

    /// <summary>Mean of the natural answer length in tokens, end-of-sequence included, drawn lognormally.</summary>
    public double AnswerTokens { get; init; } = 200;

    /// <summary>Standard deviation of the natural answer length relative to its mean; 0 makes all answers equally long.</summary>
    public double AnswerSpread { get; init; } = 0.5;

    /// <summary>Prompt and answer together must fit in this many tokens.</summary>
    public int MaxModelLen { get; init; } = 32768;

    /// <summary>How many events of finished requests the emission log keeps; 0 switches the log off.</summary>
    public int EmissionLogCapacity { get; init; } = 200_000;

    /// <summary>The engine whose requests share steps; null = each sequence has a timer of its own, which the times above are for.</summary>
    public StepOptions? Steps { get; init; }

    /// <summary>Tokens that a chunk carries at least, the first and the last one apart: vLLM's --stream-interval.</summary>
    public int StreamInterval { get; init; } = 1;

    /// <summary>Pauses; null = none.</summary>
    public StallOptions? Stall { get; init; }

    /// <summary>The release of vLLM that /version gives, and whose names /metrics uses.</summary>
    public string VllmVersion { get; init; } = "0.11.0";

    /// <summary>Which server's peculiarities its answers have; a name of docs/faults.md.</summary>
    public string Profile { get; init; } = "vllm";

    /// <summary>How many tokens of each chat answer are what the model thinks, before what it says.</summary>
    public int ReasoningTokens { get; init; }

    /// <summary>True answers a chat request that offers tools with a call of the first of them.</summary>
    public bool ToolCalls { get; init; }

    /// <summary>Fault scripts for all requests, each with its share: <c>cut(rst, at=3)@5%</c>.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>With what follows from the engine: no request can be longer than its cache.</summary>
    internal SimulatorOptions Fitted() => Steps is { } steps ? this with { MaxModelLen = (int)Math.Min(MaxModelLen, steps.KvTokens) } : this;

    internal IPAddress? Address => Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(Host, out var address) ? address : null;

    internal ServerProfile ServerProfile => ProfileTable.Find(Profile) ?? throw new InvalidOperationException(Problem());

    /// <summary>The names that <see cref="Profile"/> may have.</summary>
    public static IReadOnlyList<string> ProfileNames { get; } = [.. ProfileTable.All.Select(profile => profile.Name)];

    /// <summary>The first thing that is wrong with these options in one line, or null.</summary>
    public string? Problem()
    {
        if (Address is null) return "host must be an IP address or localhost";
        if (Port is < 0 or > 65535) return "port must be between 0 and 65535";
        if (string.IsNullOrEmpty(Model)) return "model name must not be empty";
        if (TtftBase < TimeSpan.Zero || TtftPerPromptToken < TimeSpan.Zero || InterTokenTime < TimeSpan.Zero) return "times must not be negative";
        if (double.IsNaN(Jitter) || Jitter < 0) return "jitter must be 0 or more";
        if (JitterDistribution == JitterDistribution.Uniform && Jitter > 1) return "uniform jitter must be at most 1";
        if (!(AnswerTokens >= 1)) return "answer tokens must be at least 1";
        if (!(AnswerSpread >= 0)) return "answer spread must be 0 or more";
        if (MaxModelLen < 2) return "maximum model length must be at least 2";
        if (StreamInterval < 1) return "stream interval must be at least 1";
        if (!VllmRelease.TryParse(VllmVersion, out _)) return "vLLM version must be like 0.11.0";
        if ((Steps?.Problem() ?? Stall?.Problem()) is { } problem) return problem;
        if (EmissionLogCapacity < 0) return "emission log capacity must be 0 or more";
        if (ReasoningTokens < 0) return "reasoning tokens must be 0 or more";
        return FaultProblem();
    }

    private string? FaultProblem()
    {
        if (ProfileTable.Find(Profile) is not { } profile) return $"there is no profile {Profile}; profiles are {string.Join(", ", ProfileNames)}";
        if (Http2 && (Faults.Count > 0 || profile.Script.Length > 0)) return $"{(Faults.Count > 0 ? "faults work" : $"profile {Profile} works")} over HTTP/1.1 only; leave out http2";
        return Faults.Select(FaultCatalog.Problem).FirstOrDefault(problem => problem is not null);
    }

    /// <summary>Names model and address only, so that the key does not reach a log.</summary>
    public override string ToString() => $"simulator of {Model} on {Host}:{Port}";
}
