namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>How the end of a reply's body is told.</summary>
internal enum BodyFraming
{
    Chunked,
    ContentLength,

    /// <summary>No length: the body ends with the connection.</summary>
    ToEof,
}
