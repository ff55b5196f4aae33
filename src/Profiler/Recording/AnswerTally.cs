using VllmStream.Profiling.Api;
using VllmStream.Profiling.Clock;

namespace VllmStream.Profiling.Recording;

/// <summary>Turns what chunks say into marks, gaps and counts of one answer. Owned by its reader; one thread at a time.</summary>
internal sealed class AnswerTally
{
    private static readonly string[] Stop = ["stop"];
    private static readonly string[] Length = ["length"];

    private ChoiceState[] _choices = new ChoiceState[1];
    private GapList _gaps;
    private UsageTally _usage;
    private GeneratedKind _seen;
    private int _seenChoices;
    private int _openChoices;

    // Ids that came, and tokens that came without.
    private long _tokenIds;
    private int _withoutIds;

    /// <summary>Hears of every token; may be null.</summary>
    public TokenMeter? Meter { get; set; }

    /// <summary>Usage blocks.</summary>
    public ref readonly UsageTally Usage => ref _usage;

    /// <summary>Events that carried a token.</summary>
    public int TokenEvents { get; private set; }

    /// <summary>Tokens of the first of them.</summary>
    public int FirstEventTokens { get; private set; }

    /// <summary>Token events that have the same time as the one before.</summary>
    public int SharedTokens { get; private set; }

    /// <summary>Microseconds between the last two token events; 0 before the second.</summary>
    public int LastGapUs { get; private set; }

    /// <summary>The largest of these gaps.</summary>
    public int MaxGapUs { get; private set; }

    /// <summary>Number of the token event that ended it, from 1; 0 before the second.</summary>
    public int MaxGapToken { get; private set; }

    /// <summary>Oddities met on the way.</summary>
    public StreamWarnings Warnings { get; private set; }

    /// <summary>Everything that was generated, of any choice.</summary>
    public GeneratedKind Seen => _seen;

    /// <summary>Choices that came.</summary>
    public int SeenChoices => _seenChoices;

    /// <summary>Choices that have a finish_reason.</summary>
    public int FinishedChoices => _seenChoices - _openChoices;

    /// <summary>Gaps between token events, in microseconds.</summary>
    public ReadOnlySpan<int> GapsUs => _gaps.Items;

    /// <summary>The same in the array they are kept in.</summary>
    public (int[]? Items, int Count) Gaps => (_gaps.Array, _gaps.Count);

    /// <summary>True when a choice repeats its text in every chunk.</summary>
    public bool IsCumulative
    {
        get
        {
            foreach (ref readonly var choice in _choices.AsSpan())
            {
                if (choice.Cumulative.IsCumulative)
                    return true;
            }

            return false;
        }
    }

    /// <summary>Starts anew.</summary>
    public void Reset(int choices)
    {
        if (choices > _choices.Length && choices <= ChoiceFacts.MaxIndex + 1)
            _choices = new ChoiceState[choices];
        Array.Clear(_choices);
        _gaps.Clear();
        _usage = default;
        _seen = GeneratedKind.None;
        _seenChoices = 0;
        _openChoices = 0;
        _tokenIds = 0;
        _withoutIds = 0;
        TokenEvents = 0;
        FirstEventTokens = 0;
        SharedTokens = 0;
        LastGapUs = MaxGapUs = MaxGapToken = 0;
        Warnings = StreamWarnings.None;
    }

    /// <summary>Takes one event of a streamed answer.</summary>
    public void Add(in ChunkFacts facts, long arrivedTicks, ref RequestMarks marks)
    {
        var generated = GeneratedKind.None;
        var tokens = 0L;
        for (var position = 0; position < facts.ChoiceCount; position++)
        {
            ref readonly var choice = ref facts.Choice(position);
            // A count on a chunk with several choices cannot be shared out: it goes to the first.
            var usage = position == 0 && facts.HasUsage ? facts.Usage.Completion : null;
            var isEchoPossible = position == 0 && facts.HasUsage && facts.Usage is { Completion: 0, Prompt: > 0 };
            generated |= AddChoice(choice, usage, isEchoPossible, ref tokens);
        }

        if (generated != GeneratedKind.None)
        {
            _usage.TokenCame();
            CountTokenEvent(generated, (int)Math.Min(tokens, int.MaxValue), arrivedTicks, ref marks);
        }

        if (facts.HasUsage)
            _usage.Add(facts.Usage, onChoice: facts.ChoiceCount > 0, allFinished: _openChoices == 0);
    }

    /// <summary>Takes a whole answer: it has counts and reasons, but no time of any token.</summary>
    public void AddDocument(in ChunkFacts facts)
    {
        for (var position = 0; position < facts.ChoiceCount; position++)
        {
            ref readonly var choice = ref facts.Choice(position);
            ref var state = ref See(choice.Index);
            _seen |= choice.Generated;
            CountIds(choice, choice.Generated);
            Finish(ref state, choice);
        }

        if (facts.HasUsage)
            _usage.Add(facts.Usage, onChoice: false, allFinished: true);
    }

    /// <summary>The count of output tokens and where it is from.</summary>
    public (long? Tokens, TokenSource Source) Count()
    {
        long? perChoice = null;
        foreach (ref readonly var choice in _choices.AsSpan())
            perChoice = choice.Usage is { } count ? (perChoice ?? 0) + count : perChoice;
        return _usage.Count(perChoice, _seenChoices, TokenEvents, _withoutIds == 0 && _tokenIds > 0 ? _tokenIds : null);
    }

    /// <summary>finish_reason by choice index, up to the last choice that came or was asked for.</summary>
    public IReadOnlyList<string?> FinishReasons(int asked)
    {
        var length = 0;
        for (var index = 0; index < _choices.Length; index++)
            length = _choices[index].Seen || index < asked ? index + 1 : length;
        if (length == 1 && _choices[0].FinishReason is { } only && Usual(only) is { } usual)
            return usual;
        var reasons = new string?[length];
        for (var index = 0; index < length; index++)
            reasons[index] = _choices[index].FinishReason;
        return reasons;
    }

    // One choice that ended as nearly all do costs no list.
    private static string[]? Usual(string reason) => reason switch
    {
        "stop" => Stop,
        "length" => Length,
        _ => null,
    };

    /// <summary>Gives the gaps away.</summary>
    public int[] ReleaseGaps() => _gaps.Release();

    private GeneratedKind AddChoice(in ChoiceFacts choice, long? usage, bool isEchoPossible, ref long tokens)
    {
        ref var state = ref See(choice.Index);
        var generated = choice.Generated;
        if ((generated & GeneratedKind.Text) != GeneratedKind.None)
        {
            if (state.FinishReason is not null)
                Warnings |= StreamWarnings.ContentAfterFinish;
            if (choice.TextBytes > 0)
                state.Cumulative.Add(choice.TextBytes, choice.TextPrefix);
            // vLLM's echo: the prompt comes as one chunk of content with no completion token. A second such chunk means
            // that the server fills in zeros, and is a token.
            if (isEchoPossible && !state.EchoSeen && !state.HasToken && choice.FinishReason is null)
            {
                state.EchoSeen = true;
                generated = GeneratedKind.None;
            }
        }

        var rise = Rise(state, usage, choice.FinishReason is not null);
        if (generated == GeneratedKind.None && rise > 0)
            generated = GeneratedKind.TokenCount;
        if (usage > (state.Usage ?? -1))
            state.Usage = usage;
        if (generated != GeneratedKind.None)
        {
            state.HasToken = true;
            CountIds(choice, generated);
            tokens += Math.Max(1, Math.Max(rise, choice.TokenIds));
        }

        Finish(ref state, choice);
        return generated;
    }

    private void CountIds(in ChoiceFacts choice, GeneratedKind generated)
    {
        _tokenIds += choice.TokenIds;
        if (choice.TokenIds == 0 && generated != GeneratedKind.None)
            _withoutIds++;
    }

    // How many tokens a count on a chunk adds to the one before. Without one before it counts only as long as nothing else did:
    // a first count on a later chunk is the total of a server that gives it once, with the end.
    private static long Rise(in ChoiceState state, long? usage, bool isFinish)
    {
        if (usage is not { } count)
            return 0;
        if (state.Usage is { } before)
            return Math.Max(0, count - before);
        var isFirst = !state.HasToken && state.FinishReason is null;
        return isFirst && !isFinish ? count : 0;
    }

    private void CountTokenEvent(GeneratedKind generated, int tokens, long arrivedTicks, ref RequestMarks marks)
    {
        _seen |= generated;
        TokenEvents++;
        if (TokenEvents == 1)
        {
            FirstEventTokens = tokens;
            marks.FirstToken = arrivedTicks;
            if (marks.Sent != 0)
                Meter?.FirstToken(arrivedTicks - marks.Sent);
        }
        else
        {
            // A kernel stamp may be older than the one before when the clock mapping was corrected in between.
            if (arrivedTicks == marks.LastToken)
                SharedTokens++;
            var gap = (int)Math.Clamp(Ticks.ToMicroseconds(arrivedTicks - marks.LastToken), 0, int.MaxValue);
            _gaps.Add(gap);
            LastGapUs = gap;
            if (gap > MaxGapUs)
                (MaxGapUs, MaxGapToken) = (gap, TokenEvents);
            Meter?.Gap(gap);
        }

        marks.LastToken = arrivedTicks;
        if (marks.FirstVisible == 0 && (generated & GeneratedKind.Visible) != GeneratedKind.None)
            marks.FirstVisible = arrivedTicks;
        Meter?.Tokens(tokens);
    }

    private ref ChoiceState See(int index)
    {
        // Choices beyond what can be told apart share the first place: better a mixed count than none.
        if (index < 0)
            index = 0;
        if (index >= _choices.Length)
            Array.Resize(ref _choices, Math.Max(index + 1, _choices.Length * 2));
        ref var state = ref _choices[index];
        if (!state.Seen)
        {
            state.Seen = true;
            _seenChoices++;
            _openChoices++;
        }

        return ref state;
    }

    private void Finish(ref ChoiceState state, in ChoiceFacts choice)
    {
        if (choice.FinishReason is null)
            return;
        if (state.FinishReason is null)
            _openChoices--;
        // The first one stays: "stop" after "length" would hide why it ended.
        state.FinishReason ??= choice.FinishReason;
    }
}
