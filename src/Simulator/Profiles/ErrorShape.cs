namespace VllmStream.Simulation;

/// <summary>How an error looks.</summary>
internal enum ErrorShape
{
    /// <summary>{"error":{"message","type","param","code"}}: vLLM since 2025-08, OpenAI.</summary>
    Wrapped,

    /// <summary>{"object":"error","message","type","param","code"}: vLLM before.</summary>
    Flat,

    /// <summary>{"error":{"code","message","type"}}: llama.cpp and gateways; the code comes first, and there is no param.</summary>
    Short,
}
