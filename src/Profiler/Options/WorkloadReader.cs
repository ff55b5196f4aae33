namespace VllmStream.Profiling.Options;

/// <summary>Reads what is asked of the server.</summary>
internal static class WorkloadReader
{
    internal static WorkloadOptions Read(OptionValues values, EndpointKind? endpointOfUrl, IOptionSources sources)
    {
        var defaults = new WorkloadOptions();
        var prompts = values.All("--prompt");
        if (prompts.Count > 0 && values.One("--isl") is { } length)
            throw new OptionException($"{length.Shown} is the length of synthetic prompts, and --prompt gives its own; keep one");
        foreach (var prompt in prompts)
        {
            if (prompt.Text.Length == 0)
                throw new OptionException($"{prompt.Spelling} is empty; write a prompt of at least one character");
        }

        return new WorkloadOptions
        {
            Model = ReadModel(values),
            Endpoint = ReadEndpoint(values, endpointOfUrl),
            Mode = ReadMode(values),
            Prompts = [.. prompts.Select(prompt => prompt.Text)],
            InputTokens = values.Read<LengthSpec>("--isl", LengthText.TryParse) ?? defaults.InputTokens,
            OutputTokens = values.Read<LengthSpec>("--osl", LengthText.TryParse) ?? defaults.OutputTokens,
            IgnoreEos = values.Has("--ignore-eos"),
            Temperature = values.Number("--temperature", 0, 100),
            TopP = values.Number("--top-p", 0, 1),
            ExtraBody = ReadExtraBody(values),
            Seed = values.Count("--seed", long.MinValue, long.MaxValue) ?? sources.NewSeed(),
        };
    }

    internal static string? ReadModel(OptionValues values) =>
        values.One("--model") is not { } model ? null
        : model.Text.Length == 0 ? throw new OptionException($"{model.Spelling} is empty; leave it out to take the first of /v1/models")
        : model.Text;

    private static RequestMode ReadMode(OptionValues values)
    {
        if (values.All("--mode").FirstOrDefault(given => given.Text == "paired") is { } paired)
            throw paired.Wrong("is not built yet; use one run with --mode stream and one with --mode nonstream");
        return values.Word("--mode", RequestMode.Stream, ("stream", RequestMode.Stream), ("nonstream", RequestMode.NonStream));
    }

    // vLLM's benchmark wants the API twice, as --backend openai-chat and as --endpoint /v1/chat/completions: the kinds are compared, not the words.
    private static EndpointKind ReadEndpoint(OptionValues values, EndpointKind? endpointOfUrl)
    {
        OptionValue? first = null;
        EndpointKind? kind = null;
        foreach (var given in values.All("--endpoint"))
        {
            var named = EndpointOf(given);
            if (kind is not null && kind != named)
                throw new OptionException($"{first!.Shown} and {given.Shown} contradict each other; keep one");
            first ??= given;
            kind = named;
        }

        if (kind is not null && endpointOfUrl is not null && kind != endpointOfUrl)
            throw first!.Wrong("contradicts the path of the URL; give the URL without its path");
        return kind ?? endpointOfUrl ?? EndpointKind.Chat;
    }

    private static EndpointKind EndpointOf(OptionValue given) => given.Text.TrimStart('/') switch
    {
        "chat" or "openai-chat" or "v1/chat/completions" => EndpointKind.Chat,
        "completions" or "openai" or "vllm" or "v1/completions" => EndpointKind.Completions,
        "embeddings" or "responses" or "messages" => throw given.Wrong("is not built yet; use chat or completions"),
        _ when given.Text.StartsWith('/') => throw given.Wrong("is not built yet; use chat or completions"),
        _ => throw OptionReader.UnknownWord(given),
    };

    private static string? ReadExtraBody(OptionValues values)
    {
        if (values.One("--extra-body") is not { } given)
            return null;
        return ExtraBodyText.TryParse(given.Text, out var problem) ? given.Text : throw given.Wrong(problem);
    }
}
