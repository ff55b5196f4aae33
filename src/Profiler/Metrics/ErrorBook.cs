using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics;

/// <summary>Failures by kind. One thread adds and takes; what it has handed out stays as it is.</summary>
internal sealed class ErrorBook
{
    // Servers name their errors as they like; a screen has no room for more, and memory must not grow with the run.
    private const int MostKinds = 64;
    private const string OtherKinds = "other";

    private readonly Dictionary<(Outcome Outcome, string Kind), ErrorFigures> _kinds = [];
    private IReadOnlyList<ErrorFigures>? _list = [];

    /// <summary>The kinds, most frequent first; the same object until another failure is added.</summary>
    public IReadOnlyList<ErrorFigures> List => _list ??= [.. _kinds.Values.OrderByDescending(kind => kind.Count).ThenBy(kind => kind.FirstMs)];

    public void Add(EndedRequest failed)
    {
        var key = (failed.Outcome, failed.ErrorKind ?? Words.Of(failed.Outcome));
        if (_kinds.Count >= MostKinds && !_kinds.ContainsKey(key))
            key.Item2 = OtherKinds;
        var endMs = Math.Max(0, failed.Metrics.Times.EndInRunUs) / 1_000.0;
        _kinds[key] = _kinds.TryGetValue(key, out var known)
            ? known with { Count = known.Count + 1, LastMs = Math.Max(known.LastMs, endMs), Last = failed }
            : new ErrorFigures(failed.Outcome, key.Item2, 1, endMs, endMs, failed);
        _list = null;
    }
}
