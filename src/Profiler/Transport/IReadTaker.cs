namespace VllmStream.Profiling.Transport;

/// <summary>Takes the reads of a pipe one by one, inside the call that brought them.</summary>
/// <remarks>An answer has a read per token: a call each is a quarter of the price of a method that waits for each.</remarks>
public interface IReadTaker
{
    /// <summary>Takes a read, and lets go of it with <see cref="TimedPipe.AdvanceTo(SequencePosition, SequencePosition)"/>.</summary>
    /// <returns>True to be given the next one; never after the end of the bytes.</returns>
    bool Take(in TimedRead read);
}
