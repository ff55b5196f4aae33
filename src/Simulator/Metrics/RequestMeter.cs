namespace VllmStream.Simulation;

/// <summary>
/// Feeds the metrics from one request, sequence by sequence, since vLLM's engine counts each of n choices as a request
/// of its own. All times are those the engine planned, as in the log. Used by that request alone.
/// </summary>
internal sealed class RequestMeter
{
    private readonly ServerMetrics metrics;
    private readonly AcceptedRequest accepted;
    private readonly bool[] isOver;

    // Choices of each prompt that have not ended.
    private readonly int[] open;

    public RequestMeter(ServerMetrics metrics, AcceptedRequest accepted)
    {
        this.metrics = metrics;
        this.accepted = accepted;
        isOver = new bool[accepted.Plans.Count];
        open = new int[accepted.Request.Prompts.Count];
        Array.Fill(open, accepted.Request.Choices);
        for (var i = 0; i < isOver.Length; i++) metrics.Started();
    }

    /// <summary>Counts an output of the engine, also in the course of its sequence.</summary>
    public void Step(in TokenStep step)
    {
        var course = accepted.Courses[step.Choice];
        var before = course.LastTicks;
        course.Take(step);
        if (course.Outputs == 1) metrics.FirstToken(course, accepted.ArrivalTicks);
        else metrics.InterTokenLatency.Observe(course.LastTicks - before);
        metrics.Generated(step.Tokens);
        if (!step.IsLast) return;
        isOver[step.Choice] = true;
        metrics.Finished(course, accepted.ArrivalTicks, accepted.Request.MaxTokens);
        FinishPrompt(step.Choice / accepted.Request.Choices);
    }

    /// <summary>Counts what has not ended by itself as aborted; that enters no distribution of whole requests.</summary>
    public void Close()
    {
        foreach (ref var over in isOver.AsSpan())
        {
            if (!over) metrics.Aborted();
            over = true;
        }
    }

    private void FinishPrompt(int prompt)
    {
        if (--open[prompt] > 0) return;
        var choices = accepted.Request.Choices;
        var most = 0;
        for (var i = 0; i < choices; i++) most = Math.Max(most, accepted.Courses[(prompt * choices) + i].Tokens);
        metrics.PromptFinished(choices, most);
    }
}
