using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics;

/// <summary>What a screen shows of requests that have ended: the newest, the newest failures, and failures by kind. Of the aggregator's thread.</summary>
internal sealed class EndedBook(Func<string, string> redact)
{
    /// <summary>Requests kept.</summary>
    public const int MostEnded = 1_000;

    /// <summary>Failures kept beside them, so that a thousand successes do not push them out.</summary>
    public const int MostFailed = 200;

    private readonly EndedRing _ended = new(MostEnded);
    private readonly EndedRing _failed = new(MostFailed);
    private readonly ErrorBook _errors = new();

    public IReadOnlyList<EndedRequest> Ended => _ended.List;

    public IReadOnlyList<EndedRequest> Failed => _failed.List;

    public IReadOnlyList<ErrorFigures> Errors => _errors.List;

    public void Add(RequestRecord record, in RequestMetrics metrics)
    {
        var ended = EndedRequest.Of(record, metrics, redact);
        _ended.Add(ended);
        if (!ended.HasFailed)
            return;
        _failed.Add(ended);
        // An attempt that another one follows is no failed request.
        if (!ended.WillRetry)
            _errors.Add(ended);
    }
}
