using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Api.Endpoints;

/// <summary>The endpoint of each kind.</summary>
public static class EndpointTable
{
    /// <summary>The endpoint that speaks this API.</summary>
    /// <param name="kind">The API.</param>
    /// <param name="plainPath">The path of <see cref="EndpointKind.Plain"/>.</param>
    public static IEndpoint Of(EndpointKind kind, string? plainPath) => kind switch
    {
        EndpointKind.Chat => new ChatEndpoint(),
        EndpointKind.Completions => new CompletionsEndpoint(),
        EndpointKind.Responses => new ResponsesEndpoint(),
        EndpointKind.Messages => new MessagesEndpoint(),
        EndpointKind.Embeddings => new EmbeddingsEndpoint(),
        EndpointKind.Rerank => new RerankEndpoint(),
        EndpointKind.Score => new ScoreEndpoint(),
        EndpointKind.Models => new ModelsEndpoint(),
        _ => new PlainEndpoint(plainPath!),
    };
}
