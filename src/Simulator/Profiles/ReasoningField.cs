namespace VllmStream.Simulation;

/// <summary>Under which names a chat answer shows what the model thought.</summary>
[Flags]
internal enum ReasoningField
{
    /// <summary>"reasoning": vLLM since 2025-11, OpenRouter.</summary>
    Reasoning = 1,

    /// <summary>"reasoning_content": vLLM until 2026-01, SGLang, DeepSeek, llama.cpp.</summary>
    ReasoningContent = 2,

    /// <summary>Both: vLLM between the two dates.</summary>
    Both = Reasoning | ReasoningContent,
}
