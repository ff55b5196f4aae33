namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>What a server knows about one answer: when each step of it was handed to the socket.</summary>
internal interface ISendLog
{
    /// <summary>Milliseconds from the request to the send of this step.</summary>
    double SentMs(int step);

    /// <summary>By how many milliseconds the step may have left later than <see cref="SentMs"/> says: the time its send took.</summary>
    double DoubtMs(int step);
}
