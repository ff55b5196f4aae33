namespace VllmStream.Simulation;

/// <summary>Where the writer of an answer puts it. Used by one request.</summary>
internal abstract class AnswerSink
{
    /// <summary>Sends status and headers.</summary>
    public abstract ValueTask HeadAsync(AnswerHead head);

    /// <summary>Sends bytes of the body in one write.</summary>
    /// <param name="bytes">One SSE event or several, or a whole body.</param>
    /// <param name="tokens">How many generated tokens are in them.</param>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, int tokens);

    /// <summary>Nothing more comes, because the answer is complete or was given up.</summary>
    public abstract ValueTask EndAsync();
}
