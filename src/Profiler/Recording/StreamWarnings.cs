namespace VllmStream.Profiling.Recording;

/// <summary>Oddities of an answer that keep its outcome; counted in the summary.</summary>
[Flags]
public enum StreamWarnings
{
    /// <summary>Nothing odd.</summary>
    None = 0,

    /// <summary>finish_reason came, [DONE] did not.</summary>
    NoDone = 1 << 0,

    /// <summary>[DONE] came, a finish_reason did not (for every choice).</summary>
    NoFinishReason = 1 << 1,

    /// <summary>The last event had no blank line and was counted by the tail rule.</summary>
    UnterminatedEvent = 1 << 2,

    /// <summary>An event whose data is no JSON.</summary>
    MalformedEvent = 1 << 3,

    /// <summary>SSE under another Content-Type.</summary>
    ContentType = 1 << 4,

    /// <summary>Events after [DONE] (a second [DONE] included).</summary>
    AfterDone = 1 << 5,

    /// <summary>A choice got text after its finish_reason.</summary>
    ContentAfterFinish = 1 << 6,

    /// <summary>Each chunk repeats the text before it.</summary>
    CumulativeText = 1 << 7,

    /// <summary>Fewer tokens than asked for under ignore_eos.</summary>
    ShortOutput = 1 << 8,

    /// <summary>Usage reports reasoning tokens that no event carried.</summary>
    HiddenReasoning = 1 << 9,

    /// <summary>Text with broken UTF-8.</summary>
    InvalidUtf8 = 1 << 10,

    /// <summary>The server kept the body open long after the answer was complete.</summary>
    LingeringConnection = 1 << 11,

    /// <summary>The whole answer came in one burst at its end.</summary>
    Buffered = 1 << 12,

    /// <summary>Events came in bursts.</summary>
    Batched = 1 << 13,

    /// <summary>The wall clock stepped while this request ran.</summary>
    ClockStep = 1 << 14,
}
