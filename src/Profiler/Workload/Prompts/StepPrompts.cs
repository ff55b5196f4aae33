using System.Collections.Concurrent;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Options.Prompts;
using VllmStream.Profiling.Options.Scenarios;
using VllmStream.Profiling.Options.Traces;

namespace VllmStream.Profiling.Workload.Prompts;

/// <summary>The prompts of a step: given ones, those of a trace, or synthetic ones. Immutable; any thread.</summary>
internal sealed class StepPrompts
{
    private const int ChoicePurpose = 22;

    // Documents are other texts than the prompts.
    private const long DocumentSeed = 0x646f63;

    private readonly WorkloadOptions _request;
    private readonly bool _takesTurns;
    private readonly bool _promptsVary;
    private readonly SyntheticPrompts _documents;
    private readonly ConcurrentDictionary<int, SyntheticPrompts> _synthetic = new();
    private readonly ConcurrentDictionary<int, TracePrompts> _traced = new();
    private readonly RawConversation?[] _conversations;
    private readonly StageNonces? _nonces;
    private readonly TokenSpelling _spelling;
    private readonly PromptScale _scale;
    private readonly bool _marksSynthetic;

    /// <summary>Prepares the prompts of a step.</summary>
    /// <param name="request">What it asks.</param>
    /// <param name="scale">How the server counts synthetic prompts.</param>
    /// <param name="nonces">Stand in front of given prompts; null = these are sent as they are.</param>
    /// <param name="takesTurns">True takes given prompts one after the other, false by chance.</param>
    /// <param name="marksSynthetic">True makes the first words of synthetic prompts those of their stage, where another stage has the same prompts.</param>
    public StepPrompts(WorkloadOptions request, PromptScale scale, StageNonces? nonces, bool takesTurns, bool marksSynthetic = false)
    {
        _marksSynthetic = marksSynthetic;
        _request = request;
        _scale = scale;
        _takesTurns = takesTurns;
        _nonces = nonces;
        // Options know no variables: what they give is meant as it stands.
        _promptsVary = !takesTurns && request.Prompts.Concat(request.DocumentTexts).Concat(request.PromptEntries.Select(entry => entry.Messages ?? entry.Text)).Any(VariableText.HasVariables);
        _conversations = _promptsVary ? [] : [.. request.PromptEntries.Select(entry => entry.Messages is { } messages ? Parted(messages, Same) : null)];
        _spelling = AreTokenIds(request) ? TokenSpelling.Ids : TokenSpelling.Words;
        _documents = new SyntheticPrompts(request.InputTokens, prefix: default, request.Seed ^ DocumentSeed, RunStage.Before, TokenSpelling.Words, PromptScale.None);
    }

    /// <summary>True when prompts are written as token ids, whose number is exact.</summary>
    public static bool AreTokenIds(WorkloadOptions request) => request is { ExactInput: true, Endpoint: EndpointKind.Completions, System: null };

    /// <summary>True when a prompt holds variables.</summary>
    public bool NeedsSession => _promptsVary;

    /// <summary>True when the prompts are made up, and so of a length that was asked for.</summary>
    public bool IsSynthetic => _request.Prompts.Count == 0 && _request.PromptEntries.Count == 0;

    /// <summary>The prompt.</summary>
    /// <param name="number">What it is drawn from.</param>
    /// <param name="stage">Its stage.</param>
    /// <param name="session">The user; null where no prompt has variables.</param>
    public PromptText TextOf(long number, int stage, Session? session)
    {
        if (_request.Trace is not null)
            return new PromptText(TracedIn(stage), number);
        if (IsSynthetic)
            return SyntheticIn(stage).TextOf(number);
        var text = _request.PromptEntries.Count > 0 ? EntryOf(number).Text : _request.Prompts[PlaceOf(number, _request.Prompts.Count)];
        text = _promptsVary ? session!.Fill(text) : text;
        // Where there is a system message, that is what a prompt begins with.
        return _nonces is not null && _request.System is null ? new PromptText(_nonces.Before(stage), text) : text;
    }

    /// <summary>The conversation of a file; null where there is none.</summary>
    public RawConversation? MessagesOf(long number, Session? session)
    {
        if (_request.PromptEntries.Count == 0)
            return null;
        return !_promptsVary ? _conversations[PlaceOf(number, _conversations.Length)]
            : EntryOf(number).Messages is { } messages ? Parted(messages, session!.FillJson) : null;
    }

    /// <summary>What stands in front of the first text of such a conversation; null = nothing.</summary>
    public string? MessagesNonceOf(int stage) => _nonces?.Before(stage);

    /// <summary>Tokens that the prompt was asked to have; null where it was given.</summary>
    public int? TokensOf(long number, int stage) =>
        _request.Trace is not null ? TracedIn(stage).EntryOf(number).InputTokens : IsSynthetic ? SyntheticIn(stage).TokensOf(number) : null;

    /// <summary>Tokens of the answer that the prompt's file or trace says; null where it says nothing, or the user said otherwise.</summary>
    public int? AnswerTokensOf(long number) =>
        _request.Trace is not null ? TracedIn(RunStage.Before).EntryOf(number).OutputTokens
        : _request.PromptEntries.Count > 0 && !_request.IsOutputGiven ? EntryOf(number).OutputTokens : null;

    /// <summary>What a query is held against; where none is given, texts as long as the query, as a search over passages would have it. Null for other endpoints.</summary>
    public PromptText[]? DocumentsOf(long number, Session? session)
    {
        if (_request.Endpoint is not (EndpointKind.Rerank or EndpointKind.Score))
            return null;
        // careful: no lambda here; what it holds would be allocated for requests of every other endpoint too.
        var given = _request.DocumentTexts;
        var documents = new PromptText[given.Count > 0 ? given.Count : _request.Documents];
        for (var i = 0; i < documents.Length; i++)
        {
            documents[i] = given.Count == 0 ? _documents.TextOf(number * documents.Length + i)
                : new PromptText(_promptsVary ? session!.Fill(given[i]) : given[i]);
        }
        return documents;
    }

    private static RawConversation Parted(string messages, Func<string, string> filled)
    {
        var at = Math.Max(0, MessagesNonce.PlaceIn(messages));
        return new RawConversation(filled(messages[..at]), filled(messages[at..]));
    }

    private static string Same(string text) => text;

    private SyntheticPrompts SyntheticIn(int stage) => _synthetic.GetOrAdd(StageOf(stage), static (key, step) =>
        new SyntheticPrompts(step._request.InputTokens, step._request.Prefix, step._request.Seed, key, step._spelling, step._scale) { IsMarked = step._marksSynthetic }, this);

    private TracePrompts TracedIn(int stage) => _traced.GetOrAdd(StageOf(stage), static (key, step) =>
        new TracePrompts(step._request.Trace!, step._request.Seed, key, step._spelling, step._scale), this);

    // Prompts that are sent again on purpose are those of one stage for all.
    private int StageOf(int stage) => _request.ReusePrompts ? RunStage.FirstMeasured : stage;

    private PromptEntry EntryOf(long number) => _request.PromptEntries[PlaceOf(number, _request.PromptEntries.Count)];

    private int PlaceOf(long number, int count) => count == 1 ? 0
        : _takesTurns ? (int)(number % count)
        : new Draws(_request.Seed, number, ChoicePurpose).NextInt(count);
}
