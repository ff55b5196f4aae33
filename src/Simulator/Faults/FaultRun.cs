using Microsoft.AspNetCore.Http;

namespace VllmStream.Simulation;

/// <summary>
/// One answer that is to go wrong: the faults of its script put into it, first as settings and then as a chain of stages on top of its
/// connection. Used by that request alone.
/// </summary>
internal sealed class FaultRun
{
    private readonly HttpContext context;
    private readonly RawConnection connection;
    private readonly Pacer pacer;
    private readonly HttpStage http;
    private readonly List<(StageLayer Layer, AnswerStage Stage)> stages = [];
    private ITokenSource? source;

    /// <summary>Applies the script; nothing is sent yet.</summary>
    public FaultRun(HttpContext context, RawConnection connection, Pacer pacer, FaultScript script, AnswerStyle style, ReadOnlyMemory<byte> body, long arrivalTicks)
    {
        (this.context, this.connection, this.pacer) = (context, connection, pacer);
        (Style, Body, ArrivalTicks) = (style, body, arrivalTicks);
        http = new HttpStage(connection, pacer, () => Http);
        foreach (var fault in script.Faults) fault.Definition.Apply(this, fault.Arguments);
        First = Chain();
    }

    /// <summary>How the events look.</summary>
    public AnswerStyle Style { get; set; }

    /// <summary>How the body lies in HTTP.</summary>
    public HttpShape Http { get; set; } = new();

    /// <summary>What is answered in place of generated tokens, if anything.</summary>
    public FaultAnswer? Answer { get; set; }

    /// <summary>True answers as if the client had not asked for a stream.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Tokens that an event collects; 0 = as the engine gives them.</summary>
    public int TokensPerEvent { get; set; }

    /// <summary>Comments that are sent while the engine has nothing.</summary>
    public CommentBeat? Comments { get; set; }

    /// <summary>When the whole body of the request had been read.</summary>
    public long ArrivalTicks { get; }

    /// <summary>The body of the request, a JSON object.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Where the client's path and query are, for redirects.</summary>
    public HttpRequest Request => context.Request;

    /// <summary>The stage that an answer is written into.</summary>
    public AnswerStage First { get; }

    /// <summary>True once the client has left.</summary>
    public bool IsAborted => context.RequestAborted.IsCancellationRequested;

    public void Add(StageLayer layer, AnswerStage stage) => stages.Add((layer, stage));

    /// <summary>Kestrel is not heard from here on; called when the answer begins.</summary>
    public void TakeOver() => connection.TakeOver();

    /// <summary>What the engine gives, as the faults want it.</summary>
    public ITokenSource Decorate(ITokenSource engine)
    {
        source = engine;
        if (TokensPerEvent > 0) source = new CollectedTokens(source, TokensPerEvent);
        if (Comments is { } beat) source = new CommentedTokens(source, beat, this);
        return source;
    }

    /// <summary>Ends the generation: nobody wants the rest.</summary>
    public void GiveUp() => source?.Abort();

    /// <summary>Sends what is left and ends the connection, with the answer incomplete.</summary>
    public async ValueTask CutAsync(bool isReset)
    {
        GiveUp();
        await http.CutAsync(isReset);
    }

    /// <summary>Completes at the tick, or when the client leaves.</summary>
    public async ValueTask UntilAsync(long dueTicks)
    {
        if (dueTicks <= MonotonicClock.Now) return;
        var wait = new PacedWait(pacer);
        var due = wait.UntilAsync(dueTicks);
        // Registered after the wait has begun: a client that has left already ends it at once.
        await using (context.RequestAborted.UnsafeRegister(static state => ((PacedWait)state!).CutShort(), wait)) await due;
    }

    /// <summary>The tick that is so long after another; never, for a time without end.</summary>
    public static long After(long ticks, TimeSpan time) => time < TimeSpan.Zero ? long.MaxValue : ticks + (long)MonotonicClock.ToTicks(time);

    private AnswerStage Chain()
    {
        AnswerStage next = http;
        foreach (var (_, stage) in stages.OrderByDescending(entry => entry.Layer).ThenByDescending(stages.IndexOf))
        {
            stage.Next = next;
            next = stage;
        }

        return next;
    }
}
