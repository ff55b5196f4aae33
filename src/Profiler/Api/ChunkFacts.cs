using System.Diagnostics.CodeAnalysis;

namespace VllmStream.Profiling.Api;

/// <summary>What one event of an answer says. A plain struct that its owner reuses for every event, so that nothing is allocated per token.</summary>
/// <remarks>Owned by one reader; not shared between threads.</remarks>
public struct ChunkFacts
{
    /// <summary>What the event is.</summary>
    public ChunkKind Kind;

    /// <summary>What was generated in any choice.</summary>
    public GeneratedKind Generated;

    /// <summary>True when the data has a choices array, even an empty one.</summary>
    public bool HasChoices;

    /// <summary>Choices the event touches.</summary>
    public int ChoiceCount;

    /// <summary>True when <see cref="Usage"/> holds at least one number.</summary>
    public bool HasUsage;

    /// <summary>True when the event is the last of its stream by its own meaning, as <c>message_stop</c> and <c>response.completed</c> are.</summary>
    public bool EndsStream;

    /// <summary>Entries of the list that a document is; null when it is none.</summary>
    public int? Items;

    /// <summary>Length of the first vector in the list; null without one.</summary>
    public int? Dimensions;

    /// <summary>True when the data is not strict JSON although it could be read: NaN, or the plain text of an error event.</summary>
    public bool NotStrict;

    /// <summary>True when the data is not valid UTF-8.</summary>
    public bool InvalidUtf8;

    /// <summary>Token counts by the server.</summary>
    public TokenUsage Usage;

    /// <summary>The error, when <see cref="Kind"/> is <see cref="ChunkKind.Error"/>.</summary>
    public ApiError? Error;

    /// <summary>The last chunk of this stream that was walked in full.</summary>
    internal ChunkTemplate Template;

    private ChoiceFacts _first;

    // Kept from event to event: only a server that puts several choices in one event pays for it, once.
    private ChoiceFacts[]? _more;

    /// <summary>True when a role came and nothing was generated.</summary>
    public readonly bool RoleOnly
        => ChoiceCount > 0 && Generated == GeneratedKind.None && _first.HasRole && _first.FinishReason is null;

    /// <summary>The choice at this position of the array (not: of this index).</summary>
    [UnscopedRef]
    public readonly ref readonly ChoiceFacts Choice(int position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, ChoiceCount);
        if (position == 0)
            return ref _first;
        return ref _more![position - 1];
    }

    /// <summary>Begins with another stream.</summary>
    public void BeginStream()
    {
        Template.Forget();
        Reset();
    }

    /// <summary>Forgets the last event; the room for choices stays, and so does what was learnt of the stream.</summary>
    public void Reset()
    {
        Kind = ChunkKind.Other;
        Generated = GeneratedKind.None;
        HasChoices = false;
        ChoiceCount = 0;
        HasUsage = false;
        EndsStream = false;
        Items = null;
        Dimensions = null;
        NotStrict = false;
        InvalidUtf8 = false;
        Usage = default;
        Error = null;
    }

    /// <summary>Makes room for one more choice and returns it cleared.</summary>
    [UnscopedRef]
    internal ref ChoiceFacts AddChoice()
    {
        var position = ChoiceCount++;
        if (position == 0)
        {
            _first = default;
            return ref _first;
        }

        if (_more is null || position > _more.Length)
            Array.Resize(ref _more, Math.Max(7, (_more?.Length ?? 0) * 2));
        ref var choice = ref _more[position - 1];
        choice = default;
        return ref choice;
    }
}
