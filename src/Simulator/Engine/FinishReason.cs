namespace VllmStream.Simulation;

/// <summary>Why a sequence ended, as vLLM counts it.</summary>
internal enum FinishReason
{
    Stop,
    Length,
    Abort,
}
