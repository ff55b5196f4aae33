using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Reporting.Exchange.Vllm;

namespace VllmStream.Profiling.Reporting.Exchange.Retold;

/// <summary>What the formulas of other tools need of the measured requests, gathered in one pass. Milliseconds.</summary>
internal sealed class RetoldRequests
{
    private RetoldRequests()
    {
    }

    /// <summary>As vLLM notes them.</summary>
    public List<VllmRequest> Vllm { get; } = [];

    /// <summary>As Locust counts them.</summary>
    public LocustTimes Locust { get; } = new();

    /// <summary>Beginning to first token.</summary>
    public List<double> FirstToken { get; } = [];

    /// <summary>Beginning to first visible content.</summary>
    public List<double> FirstVisible { get; } = [];

    /// <summary>Beginning to end.</summary>
    public List<double> Whole { get; } = [];

    /// <summary>First to second token event; empty without recorded gaps.</summary>
    public List<double> SecondToken { get; } = [];

    /// <summary>Gaps between token events; empty when they were not recorded.</summary>
    public List<double> Gaps { get; } = [];

    /// <summary>(last token - first token) / (tokens - 1) of each request, and its tokens after the first.</summary>
    public List<(double Ms, double Tokens)> PerLaterToken { get; } = [];

    /// <summary>(last token - beginning) / tokens of each request, and its tokens.</summary>
    public List<(double Ms, double Tokens)> PerToken { get; } = [];

    /// <summary>Beginning to last token.</summary>
    public List<double> LastToken { get; } = [];

    /// <summary>From the first beginning to the last end, and to the last token.</summary>
    public SuccessSpan Span { get; } = new();

    /// <summary>Output tokens of successes; null when one is not known.</summary>
    public double? OutputTokens { get; private set; } = 0;

    /// <summary>Successes.</summary>
    public int Completed { get; private set; }

    /// <summary>Reads a run.</summary>
    public static RetoldRequests Read(Stream run, int window)
    {
        var requests = new RetoldRequests();
        MeasuredRequests.Read(run, window, requests.Add);
        return requests;
    }

    private void Add(RequestLine line)
    {
        Vllm.Add(VllmRequest.Of(line));
        Locust.Add(line);
        if (!line.Outcome.IsSuccess())
            return;
        Completed++;
        var times = BegunTimes.Of(line);
        Add(FirstToken, times.FirstTokenMs);
        Add(FirstVisible, times.FirstVisibleMs);
        Add(Whole, times.EndMs);
        Add(LastToken, times.LastTokenMs);
        OutputTokens += line.OutputTokens;
        Span.Add(line);
        if (line.GapsUs is { Length: > 0 } gaps)
        {
            SecondToken.Add(gaps[0] / 1_000.0);
            foreach (var gap in gaps)
                Gaps.Add(gap / 1_000.0);
        }

        if (line.OutputTokens is not { } tokens || tokens < 1 || times.LastTokenMs is not { } last)
            return;
        PerToken.Add((last / tokens, tokens));
        if (tokens < 2 || times.FirstTokenMs is not { } first)
            return;
        PerLaterToken.Add(((last - first) / (tokens - 1), tokens - 1));
    }

    private static void Add(List<double> list, double? value)
    {
        if (value is { } number)
            list.Add(number);
    }
}
