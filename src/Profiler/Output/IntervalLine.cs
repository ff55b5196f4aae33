using System.ComponentModel;
using System.Text.Json.Serialization;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.Smoothness;

namespace VllmStream.Profiling.Output;

/// <summary>One group over one interval of about a second, warm-up included.</summary>
public sealed record IntervalLine : NdjsonLine
{
    /// <summary>Word of this type.</summary>
    public const string Word = "interval";

    /// <summary>An empty line.</summary>
    public IntervalLine()
        : base(Word)
    {
    }

    /// <summary>Start.</summary>
    [Description("Start, ms since run start.")]
    public double FromMs { get; init; }

    /// <summary>End.</summary>
    [Description("End, ms since run start.")]
    public double ToMs { get; init; }

    /// <summary>Group.</summary>
    [Description("Group.")]
    public string Group { get; init; } = "";

    /// <summary>Sent.</summary>
    [Description("Requests sent.")]
    public long Sent { get; init; }

    /// <summary>Ok.</summary>
    [Description("Requests that ended well.")]
    public long Ok { get; init; }

    /// <summary>Failed.</summary>
    [Description("Requests that ended otherwise.")]
    public long Failed { get; init; }

    /// <summary>In flight.</summary>
    [Description("Requests in flight at the end.")]
    public long InFlight { get; init; }

    /// <summary>Requests per second.</summary>
    [Description("Requests that ended well, per second.")]
    public double? RequestsPerS { get; init; }

    /// <summary>Tokens per second.</summary>
    [Description("Tokens that came, per second; one per event where the stream does not say.")]
    public double? OutputTokensPerS { get; init; }

    /// <summary>TTFT.</summary>
    [Description("First tokens that came, of requests in any state, ms.")]
    public IntervalBlock Ttft { get; init; } = new();

    /// <summary>ITL.</summary>
    [Description("Gaps that ended, of requests in any state, ms.")]
    public IntervalBlock Itl { get; init; } = new();

    /// <summary>TPOT.</summary>
    [Description("TPOT of requests that ended well, ms.")]
    public IntervalBlock Tpot { get; init; } = new();

    /// <summary>E2E.</summary>
    [Description("E2E of requests that ended well, ms.")]
    public IntervalBlock E2e { get; init; } = new();

    /// <summary>Client.</summary>
    [Description("The client's own share; null when not measured.")]
    public IntervalClient? Client { get; init; }

    /// <summary>Measured gaps.</summary>
    [Description("Gaps of the measured requests that ended well in the interval; these add up to summary.metrics.itl_ms.")]
    public long ItlN { get; init; }

    /// <summary>Their sum.</summary>
    [Description("Their sum, ms.")]
    public double? ItlSumMs { get; init; }

    /// <summary>The smallest.</summary>
    [Description("The smallest, ms.")]
    public double? ItlMinMs { get; init; }

    /// <summary>The largest.</summary>
    [Description("The largest, ms.")]
    public double? ItlMaxMs { get; init; }

    /// <summary>Their histogram.</summary>
    [JsonConverter(typeof(WordConverter))]
    [Description("Their histogram in microseconds: HdrHistogram V2, compressed, base64; null without any.")]
    public string? ItlHistogram { get; init; }

    /// <summary>By position.</summary>
    [Description("The same gaps by the number of the token event that ended them, in classes that double from 2.")]
    public IReadOnlyList<PositionFigures> ItlPositions { get; init; } = [];

    /// <summary>Makes the line of an interval.</summary>
    public static IntervalLine Of(IntervalFigures figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        return new IntervalLine
        {
            FromMs = figures.FromMs,
            ToMs = figures.ToMs,
            Group = figures.Group,
            Sent = figures.Sent,
            Ok = figures.Ok,
            Failed = figures.Failed,
            InFlight = figures.InFlight,
            RequestsPerS = figures.RequestsPerS,
            OutputTokensPerS = figures.OutputTokensPerS,
            Ttft = figures.Ttft,
            Itl = figures.Itl,
            Tpot = figures.Tpot,
            E2e = figures.E2e,
            Client = IntervalClient.Of(figures.Client),
            ItlN = figures.ItlN,
            ItlSumMs = figures.ItlSumMs,
            ItlMinMs = figures.ItlMinMs,
            ItlMaxMs = figures.ItlMaxMs,
            ItlHistogram = figures.ItlHistogram,
            ItlPositions = figures.ItlPositions,
        };
    }

    /// <summary>The figures it was made of, as far as it has them.</summary>
    public IntervalFigures ToFigures() => new()
    {
        FromMs = FromMs,
        ToMs = ToMs,
        Group = Group,
        Sent = Sent,
        Ok = Ok,
        Failed = Failed,
        InFlight = InFlight,
        RequestsPerS = RequestsPerS,
        OutputTokensPerS = OutputTokensPerS,
        Ttft = Ttft,
        Itl = Itl,
        Tpot = Tpot,
        E2e = E2e,
        Client = Client?.ToReport(),
        ItlN = ItlN,
        ItlSumMs = ItlSumMs,
        ItlMinMs = ItlMinMs,
        ItlMaxMs = ItlMaxMs,
        ItlHistogram = ItlHistogram,
        ItlPositions = ItlPositions,
    };
}
