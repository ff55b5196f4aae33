namespace VllmStream.Profiling.Server;

/// <summary>An answer to what is not measured, read whole.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Reason">The words behind it.</param>
/// <param name="Body">The body, decompressed; empty when it cannot be read.</param>
internal sealed record ServerAnswer(int Status, string Reason, ReadOnlyMemory<byte> Body)
{
    /// <summary>Why the body cannot be read; null when it was.</summary>
    public string? BodyProblem { get; init; }

    /// <summary>Server as sent; "" without one.</summary>
    public string Server { get; init; } = "";

    /// <summary>The server's clock; null when it does not tell.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>Location as sent; null without one.</summary>
    public string? Location { get; init; }

    /// <summary>True for 2xx.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;
}
