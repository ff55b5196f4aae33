namespace VllmStream.Profiling.Workload.Prompts;

/// <summary>Purposes of random numbers that every stage draws anew.</summary>
internal static class StagePurpose
{
    // More than there are purposes.
    private const int Stride = 1024;

    public static int Of(int purpose, int stage) => purpose + Stride * stage;
}
