using VllmStream.Profiling.Api;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Workload;

/// <summary>What request k asks for: a pure function of the options, the seed and k. Immutable; any thread.</summary>
public sealed class RequestPlan
{
    private const int OutputPurpose = 21;

    private readonly WorkloadOptions _workload;
    private readonly string _model;
    private readonly bool _includeUsage;
    private readonly SyntheticPrompts _synthetic;

    /// <summary>The plan for a model.</summary>
    /// <param name="workload">What is asked.</param>
    /// <param name="model">The model name that requests carry.</param>
    /// <param name="includeUsage">False where the server refuses stream_options.</param>
    public RequestPlan(WorkloadOptions workload, string model, bool includeUsage)
    {
        _workload = workload;
        _model = model;
        _includeUsage = includeUsage;
        _synthetic = new SyntheticPrompts(workload.InputTokens, workload.Seed);
        Group = workload.Endpoint == EndpointKind.Chat ? "chat" : "completions";
    }

    /// <summary>The one kind of request that options alone describe.</summary>
    public string Group { get; }

    /// <summary>The request with number <paramref name="k"/>.</summary>
    public RequestSpec SpecOf(long k) => new()
    {
        Model = _model,
        Prompt = _workload.Prompts.Count > 0 ? _workload.Prompts[(int)(k % _workload.Prompts.Count)] : _synthetic.TextOf(k),
        Stream = _workload.Mode == RequestMode.Stream,
        IncludeUsage = _includeUsage && _workload.Mode == RequestMode.Stream,
        MaxTokens = SyntheticPrompts.Draw(_workload.OutputTokens, _workload.Seed, k, OutputPurpose),
        Choices = _workload.Choices,
        IgnoreEos = _workload.IgnoreEos,
        Temperature = _workload.Temperature,
        TopP = _workload.TopP,
        ExtraBody = _workload.ExtraBody,
    };
}
