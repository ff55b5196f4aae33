namespace VllmStream.Simulation;

/// <summary>One kind of server that speaks OpenAI's API, as far as a client can tell it from others. Immutable, and used by all requests at a time.</summary>
internal sealed record ServerProfile
{
    /// <summary>Its name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>What is imitated, in one line.</summary>
    public required string Help { get; init; }

    /// <summary>The Server header; null = none.</summary>
    public string? Server { get; init; } = "uvicorn";

    /// <summary>Content type of a stream.</summary>
    public string StreamType { get; init; } = "text/event-stream; charset=utf-8";

    /// <summary>Further headers of generated answers.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>How its events look.</summary>
    public AnswerStyle Style { get; init; } = AnswerStyle.Vllm;

    /// <summary>What it does to every stream, as a fault script; empty = nothing.</summary>
    public string Script { get; init; } = "";
}
