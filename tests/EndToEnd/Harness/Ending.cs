namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>What the server does once the last step of a reply is sent.</summary>
internal enum Ending
{
    /// <summary>Ends the body as its framing asks and waits for the next request.</summary>
    KeepAlive,

    /// <summary>Ends the body, then FIN.</summary>
    Close,

    /// <summary>FIN without the end that the framing promised.</summary>
    Cut,

    /// <summary>RST without the end that the framing promised.</summary>
    Reset,

    /// <summary>Silence until the client goes away.</summary>
    Stall,
}
