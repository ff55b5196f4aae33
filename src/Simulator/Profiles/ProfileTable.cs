namespace VllmStream.Simulation;

/// <summary>The servers that can be imitated. What is not known of one is as with vLLM.</summary>
internal static class ProfileTable
{
    private static readonly AnswerStyle OpenAi = new()
    {
        HasVllmMembers = false,
        FinishApart = true,
        ChunkMembers = ",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_simulated\"",
    };

    public static IReadOnlyList<ServerProfile> All { get; } =
    [
        new() { Name = "vllm", Help = "vLLM of today" },
        new()
        {
            Name = "vllm-old", Help = "vLLM before 2025-08: reasoning_content, errors without a wrapper",
            Style = new AnswerStyle { Reasoning = ReasoningField.ReasoningContent, Errors = ErrorShape.Flat, HasVllmMembers = false, ChoiceMembers = ",\"logprobs\":null" },
        },
        new()
        {
            Name = "sglang", Help = "SGLang: role chunk at once, reasoning_content, a finish chunk with matched_stop",
            Style = new AnswerStyle { Role = RolePlace.AtOnce, Reasoning = ReasoningField.ReasoningContent, FinishApart = true, HasVllmMembers = false, ChoiceMembers = ",\"logprobs\":null,\"matched_stop\":null", Errors = ErrorShape.Flat },
        },
        new()
        {
            Name = "llamacpp", Help = "llama.cpp: role chunk with content null, empty comments, reasoning_content",
            Server = "llama.cpp",
            StreamType = "text/event-stream",
            Style = new AnswerStyle { RoleContent = "null", Reasoning = ReasoningField.ReasoningContent, FinishApart = true, HasVllmMembers = false, ChunkMembers = ",\"system_fingerprint\":\"b0-simulated\"", Errors = ErrorShape.Short },
            Script = "comments(every=1s, text=\"\", before=first)",
        },
        new()
        {
            Name = "tgi", Help = "Text Generation Inference: no space after data:, the role in each delta",
            Server = null,
            Style = new AnswerStyle { Role = RolePlace.EveryDelta, HasVllmMembers = false, ChunkMembers = ",\"system_fingerprint\":\"3.0.0-simulated\"", ChoiceMembers = ",\"logprobs\":null" },
            Script = "colon(0)",
        },
        new()
        {
            Name = "ollama", Help = "Ollama: the role in each delta, a finish chunk",
            Server = null,
            StreamType = "text/event-stream",
            Style = new AnswerStyle { Role = RolePlace.EveryDelta, FinishApart = true, HasVllmMembers = false, ChunkMembers = ",\"system_fingerprint\":\"fp_ollama\"" },
        },
        new()
        {
            Name = "openrouter", Help = "OpenRouter: comments until the first token, usage always, the role in each delta",
            Server = "cloudflare",
            StreamType = "text/event-stream",
            Style = new AnswerStyle { Role = RolePlace.EveryDelta, FinishApart = true, Usage = UsagePlace.Always, HasVllmMembers = false, ChunkMembers = ",\"provider\":\"Simulated\"", ChoiceMembers = ",\"native_finish_reason\":null,\"logprobs\":null", Errors = ErrorShape.Short },
            Script = "comments(every=500ms, text=\" OPENROUTER PROCESSING\", before=first)",
        },
        new()
        {
            Name = "azure", Help = "Azure OpenAI: a first chunk without choices for the prompt filter",
            Server = null,
            Headers = [("x-ms-region", "Simulated"), ("apim-request-id", "00000000-0000-0000-0000-000000000000")],
            Style = OpenAi with
            {
                ChoiceMembers = ",\"content_filter_results\":{}",
                OpeningEvent = "data: {\"id\":\"\",\"choices\":[],\"created\":0,\"model\":\"\",\"object\":\"\",\"prompt_filter_results\":[{\"prompt_index\":0,\"content_filter_results\":{\"hate\":{\"filtered\":false,\"severity\":\"safe\"}}}]}\n\n",
            },
        },
        new()
        {
            Name = "openai", Help = "OpenAI: system_fingerprint and service_tier in each chunk, a finish chunk",
            Server = "cloudflare",
            Headers = [("openai-version", "2020-10-01"), ("openai-processing-ms", "1")],
            Style = OpenAi with { ChoiceMembers = ",\"logprobs\":null" },
        },
        new()
        {
            Name = "buffering-gateway", Help = "vLLM behind a gateway that lets nothing out before the end",
            Server = "nginx",
            Script = "burst",
        },
    ];

    /// <summary>The profile of that name; null if there is none.</summary>
    public static ServerProfile? Find(string name) => All.FirstOrDefault(profile => profile.Name == name);
}
