namespace VllmStream.Profiling.Options;

/// <summary>The API that requests go to.</summary>
public enum EndpointKind
{
    /// <summary>/v1/chat/completions.</summary>
    Chat,

    /// <summary>/v1/completions.</summary>
    Completions,

    /// <summary>/v1/responses, as OpenAI and vLLM serve it.</summary>
    Responses,

    /// <summary>/v1/messages, the shape of Anthropic's API.</summary>
    Messages,

    /// <summary>/v1/embeddings.</summary>
    Embeddings,

    /// <summary>/v1/rerank: documents put in order for a query.</summary>
    Rerank,

    /// <summary>/v1/score: how well two texts fit.</summary>
    Score,

    /// <summary>GET /v1/models.</summary>
    Models,

    /// <summary>Any other path: timed, and read as a completion only where the answer is one.</summary>
    Plain,
}
