namespace VllmStream.Simulation;

/// <summary>The words of vLLM for <see cref="FinishReason"/>, in answers, metrics and log alike.</summary>
internal static class FinishReasonLabel
{
    public static string Label(this FinishReason reason) => reason switch
    {
        FinishReason.Stop => "stop",
        FinishReason.Length => "length",
        _ => "abort",
    };
}
