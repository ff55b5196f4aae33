namespace VllmStream.Simulation;

/// <summary>Comments that keep a connection alive.</summary>
/// <param name="Every">One each so long without anything else.</param>
/// <param name="Bytes">The comment as it is sent.</param>
/// <param name="BeforeFirstTokenOnly">True ends with the first token.</param>
internal sealed record CommentBeat(TimeSpan Every, byte[] Bytes, bool BeforeFirstTokenOnly);
