namespace VllmStream.Profiling.Metrics.Sweeps;

/// <summary>What stages are compared by: output tokens per second where every stage knows them, else requests per second.</summary>
public sealed class StageThroughput
{
    private readonly bool _isTokens;

    /// <summary>The measure that these stages have in common.</summary>
    public StageThroughput(IReadOnlyList<SweepStage> stages)
    {
        ArgumentNullException.ThrowIfNull(stages);
        _isTokens = stages.Any(stage => stage.OutputTokensPerS > 0)
            && stages.Where(stage => stage.RequestsPerS > 0).All(stage => stage.OutputTokensPerS is not null);
    }

    /// <summary>Its unit.</summary>
    public string Unit => _isTokens ? "tok/s" : "req/s";

    /// <summary>The figure of a stage; null = unknown.</summary>
    public double? Of(SweepStage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return _isTokens ? stage.OutputTokensPerS : stage.RequestsPerS;
    }
}
