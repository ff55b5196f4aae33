using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics.Pairs;

/// <summary>What is kept of a member until the other one is there.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="IsRetried">True when it took more than one attempt.</param>
/// <param name="E2eMs">E2E; NaN when it was never sent.</param>
/// <param name="FirstTextMs">First visible text of a stream; NaN without one.</param>
/// <param name="Tokens">Output tokens; null when nobody counted.</param>
/// <param name="TokenSource">Who counted them.</param>
/// <param name="Bytes">Body bytes.</param>
internal readonly record struct PairMember(Outcome Outcome, bool IsRetried, double E2eMs, double FirstTextMs, long? Tokens, TokenSource TokenSource, long Bytes)
{
    public bool IsOk => Outcome.IsSuccess();

    public static PairMember Of(RequestRecord record, in RequestMetrics metrics) => new(
        record.Outcome, record.Attempt > 1, metrics.E2e.OrNull ?? double.NaN, metrics.Ttfc.OrNull ?? double.NaN, record.OutputTokens, record.TokenSource, record.Bytes);
}
