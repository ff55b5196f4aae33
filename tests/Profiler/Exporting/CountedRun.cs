using VllmStream.Profiling.Exporting;
using VllmStream.Profiling.Health;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Exporting;

/// <summary>A run without a load: records go to the aggregator and to the exported figures, as its loop hands them over.</summary>
internal sealed class CountedRun
{
    private readonly ClientHealth _health = new();

    public CountedRun(LiveFigures? figures = null, params string[] groups)
    {
        Figures = figures ?? new LiveFigures();
        Aggregator = new Aggregator(RecordFactory.RunStart, groups.Length == 0 ? ["chat"] : groups, []);
        Figures.BeginRun(Aggregator);
        Aggregator.BeginMeasured(RecordFactory.At(0));
    }

    public LiveFigures Figures { get; }

    public Aggregator Aggregator { get; }

    public static RunOptions Options { get; } = new()
    {
        Target = new TargetUrl("http", "127.0.0.1", 8000, "") { Query = "?key=abcdefghijklmnop" },
        Tags = [new("tp", "4"), new("service.name", "mine")],
    };

    public CountedRun Add(params RequestRecord[] records)
    {
        foreach (var record in records)
        {
            Aggregator.Meter(record.Group).Sent();
            Figures.Add(record, Aggregator.Add(record));
            Aggregator.Meter(record.Group).Ended();
        }

        return this;
    }

    public CountedRun Describe(Func<RunDescription, RunDescription>? change = null)
    {
        var run = SummaryFactory.Description() with { Target = "http://127.0.0.1:8000/v1/chat/completions?key=abcdefghijklmnop" };
        Figures.Describe(change?.Invoke(run) ?? run, Options);
        return this;
    }

    public List<PageSample> Page(RunPhase phase = RunPhase.Running) => PageSample.Read(Text(PageFormat.OpenMetrics, phase));

    public string Text(PageFormat format, RunPhase phase = RunPhase.Running)
    {
        Figures.Publish(new LiveStanding(phase, Aggregator.WindowNumber, 4, 0.5, 0), _health, new ClientHealthReport { Cores = 2, MemoryBytes = 1_000 });
        return LivePage.Of(Figures.Newest, format);
    }

    public OtlpDocument Push()
    {
        Text(PageFormat.OpenMetrics);
        return OtlpDocument.Read(OtlpMessage.Of(Figures.Newest, Figures.Identity!, Figures.Clock.StartedAt, Figures.Clock.StartedAt.AddSeconds(3)));
    }
}
