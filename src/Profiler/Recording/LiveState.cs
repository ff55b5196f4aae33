namespace VllmStream.Profiling.Recording;

/// <summary>A request in flight as its runner last showed it. Copied whole; what has not happened yet is 0 or null.</summary>
internal struct LiveState
{
    public LivePhase Phase;
    public long Id;
    public string Group;
    public bool Streaming;
    public bool Warmup;
    public int Attempt;
    public int? MaxTokens;
    public int? AskedTokens;
    public RequestMarks Marks;
    public bool? Reused;
    public long? IdleTicks;
    public int? HttpStatus;
    public string? ContentType;
    public AnswerProgress Answer;
}
