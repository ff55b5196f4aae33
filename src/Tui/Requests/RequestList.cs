using VllmStream.Profiling.Metrics;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Requests;

/// <summary>The rows of the table of requests: those in flight and the last that have ended, filtered and sorted.</summary>
internal static class RequestList
{
    /// <summary>The rows. Unsorted, those in flight come first, the oldest of them on top, then those that have ended, the newest on top; made as they are taken.</summary>
    public static IEnumerable<RequestItem> Of(ScreenModel model)
    {
        var state = model.State;
        var filter = new RequestFilter(state.Filter);
        var live = model.Data.Live.Select(request => RequestItem.Of(request));
        var ended = Newest(model.Snapshot.EndedRequests).Select(RequestItem.Of);
        var rows = live.Concat(ended).Where(item => model.Selection.Holds(item.Group) && filter.Takes(item));
        if (state.SortColumn == 0)
            return state.SortReversed ? rows.Reverse() : rows;
        var key = RequestColumns.All[(state.SortColumn - 1) % RequestColumns.All.Count].Key;
        return state.SortReversed ? rows.OrderBy(item => key(item) is null).ThenBy(key) : rows.OrderBy(item => key(item) is null).ThenByDescending(key);
    }

    /// <summary>Name of the column that the rows are sorted by; null = none.</summary>
    public static string? SortName(ScreenState state) => state.SortColumn == 0 ? null : RequestColumns.All[(state.SortColumn - 1) % RequestColumns.All.Count].Name;

    private static IEnumerable<EndedRequest> Newest(IReadOnlyList<EndedRequest> ended)
    {
        for (var i = ended.Count - 1; i >= 0; i--)
            yield return ended[i];
    }
}
