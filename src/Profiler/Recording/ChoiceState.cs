namespace VllmStream.Profiling.Recording;

/// <summary>What one choice has shown so far. A plain struct in an array of its answer.</summary>
internal struct ChoiceState
{
    /// <summary>True once any event named it.</summary>
    public bool Seen;

    /// <summary>Its finish_reason; null while it runs.</summary>
    public string? FinishReason;

    /// <summary>True once an event carried a token of it: only before that may a count without a predecessor prove one.</summary>
    public bool HasToken;

    /// <summary>True once its echoed prompt was set aside; there is only one.</summary>
    public bool EchoSeen;

    /// <summary>Largest completion_tokens on its chunks; null without any.</summary>
    public long? Usage;

    /// <summary>Looks for text that repeats itself.</summary>
    public CumulativeText Cumulative;
}
