using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Html.Reading;

/// <summary>A few different examples of each outcome that is a failure. One thread.</summary>
internal sealed class FailureBook
{
    private const int ExamplesPerOutcome = 3;

    /// <summary>A text longer than this is cut: a page of HTML in an error body is no example.</summary>
    private const int LongestMessage = 500;

    private readonly Dictionary<string, List<FailureCase>> _cases = new(StringComparer.Ordinal);

    /// <summary>The examples by the word of their outcome, in the order in which they stand in the file.</summary>
    public IReadOnlyList<FailureCase> Of(string outcome) => _cases.GetValueOrDefault(outcome) ?? [];

    /// <summary>Takes a request that failed.</summary>
    public void Add(RequestLine request)
    {
        var outcome = Words.Of(request.Outcome);
        if (!_cases.TryGetValue(outcome, out var cases))
            _cases.Add(outcome, cases = []);
        if (cases.Count == ExamplesPerOutcome)
            return;
        var message = request.Error?.Message;
        if (message?.Length > LongestMessage)
            message = string.Concat(message.AsSpan(0, LongestMessage), "…");
        if (cases.Exists(known => known.HttpStatus == request.HttpStatus && known.Kind == request.Error?.Kind && known.Message == message))
            return;
        cases.Add(new FailureCase(request.Id, request.ScheduledMs + request.EndMs, request.HttpStatus, request.Error?.Kind, message));
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => _cases.Clear();
}
