namespace VllmStream.Profiling.Workload;

/// <summary>Numbers of the stages of a run: none of them finds its prompts in the cache that another has filled.</summary>
public static class RunStage
{
    /// <summary>What comes before any load: the probe, and what users do once.</summary>
    public const int Before = 0;

    /// <summary>Warm-up.</summary>
    public const int Warmup = 1;

    /// <summary>The first, and mostly the only one, that counts.</summary>
    public const int FirstMeasured = 2;

    // More than a run has stages.
    private const int BesideAll = 1 << 20;

    /// <summary>A stage beside another, for the answers of its pairs that are not streamed: a prompt is known to neither from the other.</summary>
    public static int Beside(int stage) => stage + BesideAll;
}
