using VllmStream.Profiling.Api;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Options.Prompts;
using VllmStream.Profiling.Options.Scenarios;

namespace VllmStream.Profiling.Workload;

/// <summary>One step of the plan: what its requests ask is a pure function of the seed, the request's number and the user's variables. Immutable; any thread.</summary>
public sealed class PlannedStep
{
    private const int OutputPurpose = 21;
    private const int PromptPurpose = 22;
    private const int VariablePurpose = 23;
    private const int ThinkPurpose = 24;

    // Documents are other texts than the prompts.
    private const long DocumentSeed = 0x646f63;

    private readonly ScenarioStep _step;
    private readonly WorkloadOptions _request;
    private readonly string _model;
    private readonly bool _includeUsage;
    private readonly bool _takesTurns;
    private readonly SyntheticPrompts _synthetic;
    private readonly SyntheticPrompts _documents;
    private readonly bool _promptsVary;
    private readonly bool _systemVaries;
    private readonly bool _modelVaries;
    private readonly bool _bodyVaries;

    /// <summary>Prepares a step.</summary>
    /// <param name="step">What it is.</param>
    /// <param name="route">Number of its route.</param>
    /// <param name="model">Model name where the step has none.</param>
    /// <param name="includeUsage">False where the server refuses stream_options.</param>
    /// <param name="takesTurns">True takes given prompts one after the other, false by chance.</param>
    public PlannedStep(ScenarioStep step, int route, string model, bool includeUsage, bool takesTurns)
    {
        _step = step;
        _request = step.Request;
        _model = step.Request.Model ?? model;
        _includeUsage = includeUsage;
        _takesTurns = takesTurns;
        _synthetic = new SyntheticPrompts(_request.InputTokens, _request.Seed);
        _documents = new SyntheticPrompts(_request.InputTokens, _request.Seed ^ DocumentSeed);
        // Options know no variables: what they give is meant as it stands.
        _promptsVary = !takesTurns && _request.Prompts.Concat(_request.DocumentTexts).Concat(_request.PromptEntries.Select(entry => entry.Messages ?? entry.Text)).Any(VariableText.HasVariables);
        _systemVaries = _request.System is { } system && VariableText.HasVariables(system);
        _modelVaries = !takesTurns && VariableText.HasVariables(_model);
        _bodyVaries = !takesTurns && _request.ExtraBody is { } body && VariableText.HasVariables(body);
        Kind = new RequestKind(step.Name, route) 
        {
            Expect = step.Expect,
            Capture = step.Capture,
            EchoesPrompt = _request.ExtraBody?.Contains("\"echo\"", StringComparison.Ordinal) == true,
        };
    }

    /// <summary>Its group and route.</summary>
    public RequestKind Kind { get; }

    /// <summary>True when it sets, gives or uses variables.</summary>
    public bool NeedsSession => _step.Set.Count > 0 || _step.Capture.Count > 0 || _promptsVary || _systemVaries || _modelVaries || _bodyVaries;

    /// <summary>True when its answers are asked for as streams.</summary>
    public bool IsStreamed => _request.IsStreamed;

    /// <summary>True when the user waits before going on.</summary>
    public bool HasThink => !_step.Think.IsZero;

    /// <summary>What the user waits behind request <paramref name="number"/>.</summary>
    public TimeSpan ThinkOf(long number) => Draw(_step.Think, _request.Seed, number, ThinkPurpose);

    /// <summary>Gives the step's variables their values for request <paramref name="number"/>.</summary>
    public void SetVariables(long number, Session session)
    {
        for (var i = 0; i < _step.Set.Count; i++)
        {
            var draw = _step.Set[i];
            var at = draw.Values.Count == 1 ? 0
                : draw.InTurn ? (int)(number % draw.Values.Count)
                : new Draws(_request.Seed, number, VariablePurpose + 16 * (i + 1)).NextInt(draw.Values.Count);
            session[draw.Name] = session.Fill(draw.Values[at]);
        }
    }

    /// <summary>What request <paramref name="number"/> asks.</summary>
    /// <param name="number">Number of the request.</param>
    /// <param name="session">The user; null where <see cref="NeedsSession"/> is false.</param>
    public RequestSpec SpecOf(long number, Session? session) => new()
    {
        Model = _modelVaries ? session!.Fill(_model) : _model,
        Prompt = _request.PromptEntries.Count > 0 ? Filled(EntryOf(number).Text, session)
            : _request.Prompts.Count > 0 ? Filled(_request.Prompts[PlaceOf(number, _request.Prompts.Count)], session)
            : _synthetic.TextOf(number),
        RawMessages = _request.PromptEntries.Count > 0 && EntryOf(number).Messages is { } messages ? _promptsVary ? session!.FillJson(messages) : messages : null,
        Documents = DocumentsOf(number, session),
        System = _systemVaries ? session!.Fill(_request.System!) : _request.System,
        Stream = _request.IsStreamed,
        IncludeUsage = _includeUsage && _request.IsStreamed,
        ContinuousUsage = _includeUsage && _request.IsStreamed && _request.ContinuousUsage,
        TokenIds = _request.TokenIds,
        MaxTokens = OwnLengthOf(number) ?? SyntheticPrompts.Draw(_request.OutputTokens, _request.Seed, number, OutputPurpose),
        Choices = _request.Choices,
        IgnoreEos = _request.IgnoreEos,
        Temperature = _request.Temperature,
        TopP = _request.TopP,
        ExtraBody = _bodyVaries ? session!.FillJson(_request.ExtraBody!) : _request.ExtraBody,
    };

    /// <summary>A time drawn evenly from a range.</summary>
    public static TimeSpan Draw(TimeRange range, long seed, long number, int purpose) => range.Least == range.Most
        ? range.Least
        : range.Least + (range.Most - range.Least) * new Draws(seed, number, purpose).NextUnit();

    private string Filled(string prompt, Session? session) => _promptsVary ? session!.Fill(prompt) : prompt;

    private PromptEntry EntryOf(long number) => _request.PromptEntries[PlaceOf(number, _request.PromptEntries.Count)];

    private int? OwnLengthOf(long number) => _request.PromptEntries.Count > 0 && !_request.IsOutputGiven ? EntryOf(number).OutputTokens : null;

    private int PlaceOf(long number, int count) => count == 1 ? 0
        : _takesTurns ? (int)(number % count)
        : new Draws(_request.Seed, number, PromptPurpose).NextInt(count);

    // What a query is held against; where none is given, texts as long as the query, as a search over passages would have it.
    private PromptText[]? DocumentsOf(long number, Session? session)
    {
        if (_request.Endpoint is not (EndpointKind.Rerank or EndpointKind.Score))
            return null;
        var given = _request.DocumentTexts;
        if (given.Count > 0)
            return [.. given.Select(text => new PromptText(_promptsVary ? session!.Fill(text) : text))];
        var documents = new PromptText[_request.Documents];
        for (var i = 0; i < documents.Length; i++)
            documents[i] = _documents.TextOf(number * documents.Length + i);
        return documents;
    }
}
