using VllmStream.Profiling.Api;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Workload;

/// <summary>What request k asks for: a pure function of the options, the seed and k. Immutable; any thread.</summary>
public sealed class RequestPlan
{
    private const int OutputPurpose = 21;

    // Documents are other texts than the prompts.
    private const long DocumentSeed = 0x646f63;

    private readonly WorkloadOptions _workload;
    private readonly string _model;
    private readonly bool _includeUsage;
    private readonly SyntheticPrompts _synthetic;
    private readonly SyntheticPrompts _documents;

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
        _documents = new SyntheticPrompts(workload.InputTokens, workload.Seed ^ DocumentSeed);
        Kind = new RequestKind(EndpointNames.NameOf(workload.Endpoint, workload.EndpointPath), Route: 0);
    }

    /// <summary>The one kind of request that options alone describe.</summary>
    public RequestKind Kind { get; }

    /// <summary>The request with number <paramref name="k"/>.</summary>
    public RequestSpec SpecOf(long k) => new()
    {
        Model = _model,
        Prompt = _workload.Prompts.Count > 0 ? _workload.Prompts[(int)(k % _workload.Prompts.Count)] : _synthetic.TextOf(k),
        Documents = DocumentsOf(k),
        Stream = _workload.IsStreamed,
        IncludeUsage = _includeUsage && _workload.IsStreamed,
        MaxTokens = SyntheticPrompts.Draw(_workload.OutputTokens, _workload.Seed, k, OutputPurpose),
        Choices = _workload.Choices,
        IgnoreEos = _workload.IgnoreEos,
        Temperature = _workload.Temperature,
        TopP = _workload.TopP,
        ExtraBody = _workload.ExtraBody,
    };

    // What a query is held against; of the same length as the query, as a search over passages would have it.
    private PromptText[]? DocumentsOf(long k)
    {
        if (_workload.Endpoint is not (EndpointKind.Rerank or EndpointKind.Score))
            return null;
        var documents = new PromptText[_workload.Documents];
        for (var i = 0; i < documents.Length; i++)
            documents[i] = _documents.TextOf(k * documents.Length + i);
        return documents;
    }
}
