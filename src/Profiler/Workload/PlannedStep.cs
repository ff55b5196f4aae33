using System.Collections.Concurrent;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Options.Scenarios;
using VllmStream.Profiling.Workload.Prompts;

namespace VllmStream.Profiling.Workload;

/// <summary>One step of the plan: what its requests ask is a pure function of the seed, the request's number and the user's variables. Immutable; any thread.</summary>
public sealed class PlannedStep
{
    private const int OutputPurpose = 21;
    private const int VariablePurpose = 23;
    private const int ThinkPurpose = 24;

    private readonly ScenarioStep _step;
    private readonly WorkloadOptions _request;
    private readonly ServerTerms _terms;
    private readonly string _model;
    private readonly StepPrompts _prompts;
    private readonly StageNonces? _salts;
    private readonly StageNonces? _nonces;
    // System messages behind their nonce: one for each stage.
    private readonly ConcurrentDictionary<int, string> _systems = new();
    private readonly bool _systemVaries;
    private readonly bool _modelVaries;
    private readonly bool _bodyVaries;
    private readonly bool _sendsAskedLength;

    /// <summary>Prepares a step.</summary>
    /// <param name="step">What it is.</param>
    /// <param name="route">Number of its route.</param>
    /// <param name="terms">What the server takes.</param>
    /// <param name="nonces">Of the run.</param>
    /// <param name="takesTurns">True takes given prompts one after the other, false by chance.</param>
    public PlannedStep(ScenarioStep step, int route, ServerTerms terms, StageNonces nonces, bool takesTurns)
    {
        _step = step;
        // A later turn goes on with the conversation that the first began: what prompts share is said, and the nonce with it.
        _request = step.Turn > 1 ? step.Request with { Prefix = default } : step.Request;
        _terms = terms;
        _model = step.Request.Model ?? terms.Model;
        _salts = terms.HasSalt(_request) ? nonces : null;
        _nonces = terms.HasNonce(_request) ? nonces : null;
        // A later turn begins with what was said in the first.
        _prompts = new StepPrompts(_request, terms.Scale, step.Turn > 1 ? null : _nonces, takesTurns, marksSynthetic: step.IsPaired && _nonces is not null);
        _systemVaries = _request.System is { } system && VariableText.HasVariables(system);
        _modelVaries = !takesTurns && VariableText.HasVariables(_model);
        _bodyVaries = !takesTurns && _request.ExtraBody is { } body && VariableText.HasVariables(body);
        // Of a later turn the prompt is all that was said before as well, and what the extra body replaces is never sent.
        _sendsAskedLength = step.Turn <= 1 && EndpointNames.PromptMember(_request.Endpoint) is { } member && !ExtraBodyText.Has(_request.ExtraBody, member);
        Kind = new RequestKind(step.Name, route)
        {
            Expect = step.Expect,
            Capture = step.Capture,
            KeepsAnswer = step.HasNextTurn,
            EchoesPrompt = ExtraBodyText.IsTrue(_request.ExtraBody, "echo"),
        };
    }

    /// <summary>Its group and route.</summary>
    public RequestKind Kind { get; }

    /// <summary>True when it sets, gives or uses variables.</summary>
    public bool NeedsSession => _step.Turn > 0 || _step.Set.Count > 0 || _step.Capture.Count > 0 || _prompts.NeedsSession || _systemVaries || _modelVaries || _bodyVaries;

    /// <summary>The optional fields that its requests have.</summary>
    public OptionalFields OptionalFields =>
        _terms.Takes & ((IsStreamed ? OptionalFields.StreamOptions : OptionalFields.None)
            | (_salts is not null ? OptionalFields.CacheSalt : OptionalFields.None)
            | (_request.Trace is not null && !_request.IgnoreEos ? OptionalFields.IgnoreEos : OptionalFields.None));

    /// <summary>True when its requests are members of pairs.</summary>
    public bool IsPaired => _step.IsPaired;

    /// <summary>True when its answers are asked for as streams.</summary>
    public bool IsStreamed => _request.IsStreamed;

    /// <summary>Choices asked for (n).</summary>
    public int Choices => _request.Choices;

    /// <summary>True when the user waits before going on.</summary>
    public bool HasThink => !_step.Think.IsZero;

    /// <summary>What the user waits behind request <paramref name="number"/>.</summary>
    public TimeSpan ThinkOf(long number) => Draw(_step.Think, _request.Seed, number, ThinkPurpose);

    /// <summary>Gives the step's variables their values for a request.</summary>
    public void SetVariables(PlanPlace place, Session session)
    {
        var number = NumberOf(place);
        for (var i = 0; i < _step.Set.Count; i++)
        {
            var draw = _step.Set[i];
            var at = draw.Values.Count == 1 ? 0
                : draw.InTurn ? (int)(number % draw.Values.Count)
                : new Draws(_request.Seed, number, VariablePurpose + 16 * (i + 1)).NextInt(draw.Values.Count);
            session[draw.Name] = session.Fill(draw.Values[at]);
        }
    }

    /// <summary>What a request asks.</summary>
    /// <param name="place">Where in the run it stands.</param>
    /// <param name="session">The user; null where <see cref="NeedsSession"/> is false.</param>
    public RequestSpec SpecOf(PlanPlace place, Session? session)
    {
        var number = NumberOf(place);
        var stage = StageOf(place);
        return new RequestSpec
        {
            Model = _modelVaries ? session!.Fill(_model) : _model,
            Prompt = _prompts.TextOf(number, stage, session),
            History = _step.Turn > 1 ? session!.History : null,
            RawMessages = _prompts.MessagesOf(number, session),
            RawNonce = _prompts.MessagesNonceOf(stage),
            Documents = _prompts.DocumentsOf(number, session),
            AskedTokens = !_sendsAskedLength ? null : _prompts.TokensOf(number, stage),
            CacheSalt = _salts?[stage],
            System = SystemOf(stage, session),
            Stream = _request.IsStreamed,
            IncludeUsage = _terms.Takes.HasFlag(OptionalFields.StreamOptions) && _request.IsStreamed,
            ContinuousUsage = _terms.Takes.HasFlag(OptionalFields.StreamOptions) && _request.IsStreamed && _request.ContinuousUsage,
            TokenIds = _request.TokenIds,
            MaxTokens = _prompts.AnswerTokensOf(number) ?? LengthLaws.Draw(_request.OutputTokens, _request.Seed, number, OutputPurpose),
            Choices = _request.Choices,
            // A trace says how long answers were, and so they are to be again.
            IgnoreEos = _request.IgnoreEos || (_request.Trace is not null && _terms.Takes.HasFlag(OptionalFields.IgnoreEos)),
            Temperature = _request.Temperature,
            TopP = _request.TopP,
            ExtraBody = _bodyVaries ? session!.FillJson(_request.ExtraBody!) : _request.ExtraBody,
        };
    }

    /// <summary>A time drawn evenly from a range.</summary>
    public static TimeSpan Draw(TimeRange range, long seed, long number, int purpose) => range.Least == range.Most
        ? range.Least
        : range.Least + (range.Most - range.Least) * new Draws(seed, number, purpose).NextUnit();

    // Prompts that are to be sent again are those of the same place in every stage; the members of a pair draw the same.
    private long NumberOf(PlanPlace place)
    {
        var number = _request.ReusePrompts ? place.InStage : place.Number;
        return _step.IsPaired ? PairPlan.PairOf(number) : number;
    }

    // What one member of a pair leaves in a cache must not be known to the other.
    private int StageOf(PlanPlace place) => _step.IsPaired && !IsStreamed ? RunStage.Beside(place.Stage) : place.Stage;

    // A synthetic prompt is not known to any cache, but the system message before it would be.
    private string? SystemOf(int stage, Session? session)
    {
        if (_request.System is not { } system)
            return null;
        if (_nonces is null)
            return _systemVaries ? session!.Fill(system) : system;
        return _systemVaries
            ? _nonces.Before(stage) + session!.Fill(system)
            : _systems.GetOrAdd(stage, static (number, step) => step._nonces!.Before(number) + step._request.System, this);
    }
}
