namespace VllmStream.Profiling.Server.Scraping;

/// <summary>One look at one metrics page; immutable, any thread.</summary>
/// <param name="Replica">Which of the addresses, from 0.</param>
/// <param name="AtTicks">When the answer began to come.</param>
/// <param name="Page">What it says; null when it could not be read.</param>
/// <param name="Client">What the client had counted then.</param>
internal sealed record ServerScrape(int Replica, long AtTicks, ServerPage? Page, ClientCount Client)
{
    /// <summary>What the client had counted when the page was asked for: the server wrote it somewhere between the two.</summary>
    public ClientCount Asked { get; init; } = Client;

    /// <summary>Requests that ended in between.</summary>
    public long EndedMeanwhile => Client.Ended - Asked.Ended;

    /// <summary>First tokens that came in between.</summary>
    public long FirstTokensMeanwhile => Client.FirstTokens - Asked.FirstTokens;

    /// <summary>Why there is no page; null when there is one.</summary>
    public string? Problem { get; init; }
}
