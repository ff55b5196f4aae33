using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Html.Reading;

/// <summary>The few requests with the most of something. One thread.</summary>
internal sealed class WorstRequests(int most)
{
    private readonly PriorityQueue<RequestLine, double> _kept = new();

    /// <summary>The requests, the worst first.</summary>
    public IReadOnlyList<RequestLine> Worst => [.. _kept.UnorderedItems.OrderByDescending(item => item.Priority).ThenBy(item => item.Element.Id).Select(item => item.Element)];

    /// <summary>Takes a request, if it is among the worst.</summary>
    public void Add(RequestLine request, double amount)
    {
        if (_kept.Count < most)
            _kept.Enqueue(request, amount);
        else
            _kept.EnqueueDequeue(request, amount);
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => _kept.Clear();
}
