namespace VllmStream.Profiling.Options;

/// <summary>Reads which API requests go to, and refuses options that its requests have no place for.</summary>
internal static class EndpointReader
{
    private static readonly string[] OfPrompts = ["--prompt", "--prompts", "--isl", "--prefix", "--exact-isl", "--reuse-prompts"];

    private static readonly string[] OfAnswers = ["--osl", "--ignore-eos", "--temperature", "--top-p"];

    // vLLM's benchmark wants the API twice, as --backend openai-chat and as --endpoint /v1/chat/completions: the kinds are compared, not the words.
    internal static (EndpointKind Kind, string? Path) Read(OptionValues values, EndpointKind? endpointOfUrl)
    {
        OptionValue? first = null;
        (EndpointKind Kind, string? Path)? endpoint = null;
        foreach (var given in values.All("--endpoint"))
        {
            var named = EndpointOf(given);
            if (endpoint is not null && endpoint != named)
                throw new OptionException($"{first!.Shown} and {given.Shown} contradict each other; keep one");
            first ??= given;
            endpoint = named;
        }

        if (endpoint is not null && endpointOfUrl is not null && endpoint.Value.Kind != endpointOfUrl)
            throw first!.Wrong("contradicts the path of the URL; give the URL without its path");
        var (kind, path) = endpoint ?? (endpointOfUrl ?? EndpointKind.Chat, null);
        // A scenario has endpoints of its own.
        if (!values.Has("--scenario"))
            RefuseLostOptions(values, kind, path);
        return (kind, path);
    }

    private static (EndpointKind Kind, string? Path) EndpointOf(OptionValue given)
    {
        if (EndpointNames.OfName(given.Text) is { } kind)
            return (kind, null);
        if (!given.Text.StartsWith('/'))
            throw OptionReader.UnknownWord(given);
        return given.Text.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? throw given.Wrong("has a blank or a character beyond ASCII in it; write them as %XX")
            : (EndpointKind.Plain, given.Text);
    }

    private static void RefuseLostOptions(OptionValues values, EndpointKind kind, string? path)
    {
        foreach (var name in LostIn(kind))
        {
            if (values.All(name) is [var lost, ..])
                throw lost.Wrong($"has no place in a request to {EndpointNames.NameOf(kind, path)}; leave it out");
        }
    }

    private static string[] LostIn(EndpointKind kind) => kind switch
    {
        EndpointKind.Models => [.. OfPrompts, .. OfAnswers, "--extra-body"],
        EndpointKind.Plain => [.. OfPrompts, .. OfAnswers],
        // The server counts query and documents together: no prompt can be made as long as asked.
        EndpointKind.Rerank or EndpointKind.Score => [.. OfAnswers, "--exact-isl"],
        EndpointKind.Embeddings => OfAnswers,
        EndpointKind.Messages => ["--ignore-eos"],
        _ => [],
    };
}
