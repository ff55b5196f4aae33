namespace VllmStream.Simulation;

/// <summary>A request that generates: what was asked, what will be answered, and under which names.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Plans">What each sequence will produce.</param>
/// <param name="Model">Model name for the answer.</param>
/// <param name="CompletionId">The id in the answer, "chatcmpl-…" or "cmpl-…".</param>
/// <param name="ClientId">The client's X-Request-Id header, if it sent one.</param>
/// <param name="CreatedUnixSeconds">The "created" field of the answer.</param>
/// <param name="ArrivalTicks">When the whole body had been read.</param>
internal sealed record AcceptedRequest(
    GenerationRequest Request,
    IReadOnlyList<SequencePlan> Plans,
    string Model,
    string CompletionId,
    string? ClientId,
    long CreatedUnixSeconds,
    long ArrivalTicks)
{
    /// <summary>How the events look.</summary>
    public AnswerStyle Style { get; init; } = AnswerStyle.Vllm;

    /// <summary>What becomes of each sequence.</summary>
    public IReadOnlyList<SequenceCourse> Courses { get; } = [.. Plans.Select(plan => new SequenceCourse(plan))];

    /// <summary>Tokens of its prompts that the cache had, once each has been scheduled.</summary>
    public int CachedTokens => Courses.Sum(course => course.CachedTokens);

    public int OutputTokens => Plans.Sum(plan => plan.OutputTokens);

    /// <summary>How many of the tokens of an output show as text: all but end-of-sequence.</summary>
    public int VisibleTokens(in TokenStep step) =>
        step.IsLast && Plans[step.Choice].Finish == FinishReason.Stop ? step.Tokens - 1 : step.Tokens;

    /// <summary>How many tokens of a sequence show as text.</summary>
    public int VisibleTokens(int choice) => Plans[choice].Finish == FinishReason.Stop ? Plans[choice].OutputTokens - 1 : Plans[choice].OutputTokens;

    /// <summary>The reason that is given to the client.</summary>
    public string FinishWord(int choice) =>
        Plans[choice].Finish != FinishReason.Stop ? "length" : new ChatParts(this, choice).IsToolCall ? "tool_calls" : "stop";

    public int TokenId(int choice, int position)
    {
        var plan = Plans[choice];
        var isEnd = plan.Finish == FinishReason.Stop && position == plan.OutputTokens - 1;
        return isEnd ? AnswerText.EndOfSequenceId : AnswerText.TokenId(plan.TextSeed, position);
    }

    /// <summary>The prompt that "echo" puts in front of a text; invented where it came as ids.</summary>
    public string EchoedPrompt(int choice)
    {
        var prompt = Request.PromptOf(choice);
        return prompt.Text ?? AnswerText.Passage(Request.ContentHash, prompt.Tokens);
    }
}
