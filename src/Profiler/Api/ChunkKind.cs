namespace VllmStream.Profiling.Api;

/// <summary>What the data of one event is.</summary>
public enum ChunkKind
{
    /// <summary>A JSON object that tells neither choices, usage nor an error: a ping, a typed event of another API.</summary>
    Other,

    /// <summary>A chunk of an answer: it has a <c>choices</c> array (an empty one counts) or a usage block.</summary>
    Chunk,

    /// <summary>The end marker <c>[DONE]</c>.</summary>
    Done,

    /// <summary>An error in the stream; a chunk that also carries choices is an error first.</summary>
    Error,

    /// <summary>No data, or blanks only: a keep-alive.</summary>
    Heartbeat,

    /// <summary>Not one JSON document.</summary>
    Malformed,
}
