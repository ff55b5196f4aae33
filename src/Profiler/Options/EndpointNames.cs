namespace VllmStream.Profiling.Options;

/// <summary>How endpoints are called, and where they are found.</summary>
public static class EndpointNames
{
    // Name, path under /v1, and the names that other tools have for it.
    private static readonly (EndpointKind Kind, string Name, string Path, string[] Others)[] Table =
    [
        (EndpointKind.Chat, "chat", "chat/completions", ["openai-chat"]),
        (EndpointKind.Completions, "completions", "completions", ["openai", "vllm"]),
        (EndpointKind.Responses, "responses", "responses", []),
        (EndpointKind.Messages, "messages", "messages", ["anthropic"]),
        (EndpointKind.Embeddings, "embeddings", "embeddings", ["openai-embeddings"]),
        (EndpointKind.Rerank, "rerank", "rerank", ["vllm-rerank"]),
        (EndpointKind.Score, "score", "score", []),
        (EndpointKind.Models, "models", "models", []),
    ];

    /// <summary>The names in the order in which help lists them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Table.Select(row => row.Name)];

    /// <summary>The word in options, groups and records; for a plain path the path itself.</summary>
    public static string NameOf(EndpointKind kind, string? plainPath) => kind == EndpointKind.Plain ? plainPath! : Row(kind).Name;

    /// <summary>Path under /v1, or a path of its own that begins with a slash.</summary>
    public static string PathOf(EndpointKind kind, string? plainPath) => kind == EndpointKind.Plain ? plainPath! : Row(kind).Path;

    /// <summary>The kind of a path under /v1, without a slash at either end.</summary>
    public static EndpointKind? OfPath(string path) => Find(row => row.Path == path);

    /// <summary>The kind that a user calls so: by our name, another tool's, or the path.</summary>
    public static EndpointKind? OfName(string name) =>
        Find(row => row.Name == name || row.Others.Contains(name) || name.Trim('/') == "v1/" + row.Path);

    /// <summary>True where an answer can come as a stream.</summary>
    public static bool CanStream(EndpointKind kind) =>
        kind is EndpointKind.Chat or EndpointKind.Completions or EndpointKind.Responses or EndpointKind.Messages or EndpointKind.Plain;

    /// <summary>True where a model writes an answer to a prompt.</summary>
    public static bool Generates(EndpointKind kind) => CanStream(kind) && kind != EndpointKind.Plain;

    /// <summary>True where vLLM takes cache_salt.</summary>
    public static bool TakesCacheSalt(EndpointKind kind) => kind is EndpointKind.Chat or EndpointKind.Completions or EndpointKind.Responses;

    /// <summary>True where a request is a turn of a conversation.</summary>
    public static bool HasTurns(EndpointKind kind) => kind is EndpointKind.Chat or EndpointKind.Responses or EndpointKind.Messages;

    /// <summary>The member of a body that is the prompt and is all that the server counts as such; null where there is none.</summary>
    public static string? PromptMember(EndpointKind kind) => kind switch
    {
        EndpointKind.Chat or EndpointKind.Messages => "messages",
        EndpointKind.Completions => "prompt",
        EndpointKind.Responses or EndpointKind.Embeddings => "input",
        _ => null,
    };

    private static EndpointKind? Find(Func<(EndpointKind Kind, string Name, string Path, string[] Others), bool> isIt)
    {
        foreach (var row in Table)
        {
            if (isIt(row))
                return row.Kind;
        }
        return null;
    }

    private static (EndpointKind Kind, string Name, string Path, string[] Others) Row(EndpointKind kind) => Table.Single(row => row.Kind == kind);
}
