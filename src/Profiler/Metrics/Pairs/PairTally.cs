using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics.Pairs;

/// <summary>Sums of one side. Not thread-safe.</summary>
internal sealed class PairTally
{
    private long _requests;
    private long _failed;
    private long _tokens;
    private long _bytes;

    public void Count(Outcome outcome)
    {
        _requests++;
        if (!outcome.IsSuccess())
            _failed++;
    }

    public void AddAnswer(long tokens, long bytes)
    {
        _tokens += tokens;
        _bytes += bytes;
    }

    public PairSide Side(long answers) => new PairSide { Requests = _requests, Failed = _failed, OutputTokens = _tokens, BodyBytes = _bytes }.Divided(answers);
}
