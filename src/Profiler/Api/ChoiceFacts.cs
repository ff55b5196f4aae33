namespace VllmStream.Profiling.Api;

/// <summary>What one event says about one choice.</summary>
public struct ChoiceFacts
{
    /// <summary>Largest choice index that is told apart; larger or nonsense ones are <see cref="UnknownIndex"/>.</summary>
    public const int MaxIndex = 127;

    /// <summary>Stands for an index outside 0..<see cref="MaxIndex"/>: its tokens count, but nothing is kept per choice.</summary>
    public const int UnknownIndex = -1;

    /// <summary>Its index; the position in the array when the server left it out.</summary>
    public int Index;

    /// <summary>What was generated.</summary>
    public GeneratedKind Generated;

    /// <summary>True when the delta names a role.</summary>
    public bool HasRole;

    /// <summary>finish_reason; null when absent, null or empty. The usual words are shared strings.</summary>
    public string? FinishReason;

    /// <summary>Number of generated token ids; 0 without any.</summary>
    public int TokenIds;

    /// <summary>Offset of the raw (still escaped) visible text in the data; meaningful when <see cref="TextBytes"/> is not 0. A template of the chunk cuts here.</summary>
    public int TextStart;

    /// <summary>Bytes of the raw visible text: content, text or refusal.</summary>
    public int TextBytes;

    /// <summary>Offset of the raw reasoning text in the data; meaningful when <see cref="ReasoningBytes"/> is not 0.</summary>
    public int ReasoningStart;

    /// <summary>Bytes of the raw reasoning text.</summary>
    public int ReasoningBytes;

    /// <summary>The first eight raw bytes of the visible text, zero-padded: enough to notice chunks that repeat what came before.</summary>
    public ulong TextPrefix;
}
