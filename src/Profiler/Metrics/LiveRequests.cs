using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Http;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics;

/// <summary>What is in flight, looked at whenever a screen wants to. Any thread; takes no lock, and nobody who sends or reads waits for it.</summary>
public sealed class LiveRequests
{
    private readonly ActiveRequests _active;
    private readonly string _run;
    private readonly long _runStartTicks;

    /// <summary>Looks at the requests of a run.</summary>
    /// <param name="active">Its runners.</param>
    /// <param name="run">Its id.</param>
    /// <param name="runStartTicks">Its start.</param>
    public LiveRequests(ActiveRequests active, string run, long runStartTicks) => (_active, _run, _runStartTicks) = (active, run, runStartTicks);

    /// <summary>Every request in flight, each as it is at one instant of its own; in no order that means anything.</summary>
    /// <param name="into">Emptied and filled; give the same list again to save its memory, or a new one to keep the old.</param>
    public void Read(ICollection<LiveRequest> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        into.Clear();
        var now = Ticks.Now;
        foreach (var runner in _active.Runners)
        {
            if (runner is not null && runner.Live.TryRead(out var state))
                into.Add(LiveRequest.Of(state, now));
        }
    }

    /// <summary>One request with all that is known of it; null when it is not in flight (any more).</summary>
    /// <param name="id">Its number in the plan.</param>
    public LiveTimeline? Timeline(long id)
    {
        foreach (var runner in _active.Runners)
        {
            if (runner is null || !runner.Live.TryRead(id, out var state, out var gaps))
                continue;
            return new LiveTimeline
            {
                Request = LiveRequest.Of(state, Ticks.Now),
                Times = RequestTimes.Of(state.Marks, _runStartTicks),
                Gaps = GapCurve.Of(gaps),
                RequestId = new RequestId(_run, id, state.Attempt).ToString(),
                HttpStatus = state.HttpStatus,
                ContentType = state.ContentType,
                ConnectionIdleMs = state.IdleTicks is { } idle ? Ticks.ToMs(idle) : null,
                AskedTokens = state.AskedTokens,
                PromptTokens = state.Answer.PromptTokens,
                Events = state.Answer.Events,
                Reads = state.Answer.Reads,
                Bytes = state.Answer.Bytes,
            };
        }

        return null;
    }
}
