using System.Buffers;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Recording;

namespace VllmStream.Bench.Metrics;

/// <summary>Makes records of finished requests of 128 tokens, as a runner hands them over.</summary>
internal sealed class SampleRecords
{
    /// <summary>Tokens of each.</summary>
    public const int Tokens = 128;

    private readonly int[] _gaps = new int[Tokens - 1];
    private readonly IReadOnlyList<string?> _finishReasons = ["stop"];
    private long _id;

    /// <summary>Draws the gaps once: all records have the same.</summary>
    public SampleRecords()
    {
        var random = new Random(1);
        for (var i = 0; i < _gaps.Length; i++)
            _gaps[i] = 15_000 + random.Next(10_000);
    }

    /// <summary>Start of their run.</summary>
    public static long RunStart => Ticks.PerSecond;

    /// <summary>The next one; it owns its gaps.</summary>
    public RequestRecord Next()
    {
        var at = RunStart + (_id * 1_000_000);
        var record = new RequestRecord
        {
            Id = _id++,
            Group = "chat",
            Endpoint = "chat",
            Streaming = true,
            Warmup = false,
            Outcome = Outcome.Ok,
            HttpStatus = 200,
            ConnectionReused = true,
            Marks = new RequestMarks
            {
                Scheduled = at,
                Started = at + 10_000,
                Sent = at + 50_000,
                Headers = at + 180_000_000,
                FirstByte = at + 180_100_000,
                FirstEvent = at + 180_100_000,
                FirstToken = at + 200_000_000,
                FirstVisible = at + 200_000_000,
                LastToken = at + 2_700_000_000,
                End = at + 2_700_200_000,
            },
            PromptTokens = 256,
            OutputTokens = Tokens,
            TokenSource = TokenSource.UsageFinal,
            TokenEvents = Tokens,
            FirstEventTokens = 1,
            Events = Tokens + 3,
            Reads = Tokens,
            MaxEventsPerRead = 3,
            Bytes = 30_000,
            FinishReasons = _finishReasons,
            DoneMarker = true,
            Shape = new StreamShape(StreamShapeKind.Streamed, BurstEvents: 0, PeriodUs: 0),
        };
        var rented = ArrayPool<int>.Shared.Rent(_gaps.Length);
        _gaps.CopyTo(rented, 0);
        record.OwnGaps(rented, _gaps.Length);
        return record;
    }
}
