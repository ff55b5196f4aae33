namespace VllmStream.Profiling.Recording;

// What others see of a request while it runs.
public sealed partial class RequestRunner
{
    /// <summary>Shows that the attempt it has run will be followed by another, which waits for its time. On its lane.</summary>
    public void BeginWait()
    {
        _live.Open().Phase = LivePhase.Retry;
        _live.Close();
    }

    /// <summary>The wait is over. Where the request has not ended the next attempt shows itself.</summary>
    public void EndWait()
    {
        _live.Open().Phase = LivePhase.None;
        _live.Close();
    }

    private void ShowBegin()
    {
        ref var state = ref _live.Open();
        state = new LiveState
        {
            Phase = LivePhase.Connect,
            Id = _planned.Id,
            Group = _planned.Kind.Group,
            Streaming = _planned.Spec.Stream,
            Warmup = _planned.Warmup,
            Attempt = _attempt,
            MaxTokens = _planned.Spec.MaxTokens,
            AskedTokens = _planned.Spec.AskedTokens,
            Marks = _marks,
        };
        _live.Close();
    }

    private void Show(LivePhase phase)
    {
        ref var state = ref _live.Open();
        state.Phase = phase;
        ShowMarks(ref state);
        // What went out before on a connection that was gone has not been sent.
        if (phase == LivePhase.Send)
            state.Marks.Sent = _firstSentTicks;
        state.Reused = _carrier.Reused;
        state.IdleTicks = _carrier.Reused == true ? _carrier.IdleTicks : null;
        if (_marks.Headers != 0)
            (state.HttpStatus, state.ContentType) = (_carrier.Head.Status, _carrier.Head.ContentType);
        _live.Close();
    }

    // Behind every read: nothing but copies of numbers.
    private void ShowProgress()
    {
        ref var state = ref _live.Open();
        state.Phase = _answer.AnswerComplete ? LivePhase.Finish : _answer.HasToken ? LivePhase.Decode : LivePhase.Wait;
        ShowMarks(ref state);
        state.Answer = _answer.Progress;
        _live.Close();
        // careful: last, so that whoever sees these gaps sees the state that they belong to.
        var (gaps, count) = _answer.Gaps;
        _live.ShowGaps(gaps, count);
    }

    private void ShowMarks(ref LiveState state)
    {
        state.Marks = _marks;
        // Latency counts from the first attempt, here as in the record.
        if (_firstSentTicks != 0)
            state.Marks.Sent = _firstSentTicks;
    }

    // The gaps go with the record from here on.
    private void ShowEnd()
    {
        _live.HideGaps();
        _live.Open().Phase = LivePhase.None;
        _live.Close();
        _live.ShowGaps(null, 0);
    }
}
