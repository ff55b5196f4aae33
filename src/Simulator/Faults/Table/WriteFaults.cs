using static VllmStream.Simulation.FaultParameter;

namespace VllmStream.Simulation;

/// <summary>Faults that change which bytes leave together, and when.</summary>
internal static class WriteFaults
{
    // A slow line is drawn as this many slices a second, or a byte at a time where it is slower.
    private const int SlicesPerSecond = 50;

    public static IReadOnlyList<FaultDefinition> All { get; } =
    [
        new("split", "each event leaves in two writes, cut behind that byte", [Size("byte", "1"), Time("gap", "50ms")], (run, a) => run.Add(StageLayer.Writes, new SliceStage(run, start => start == 0 ? a.Size("byte") : int.MaxValue, a.Time("gap")))),
        new("segments", "writes of so many bytes, so much apart; segments(1) writes each byte by itself", [Size("bytes", "1"), Time("every", "1ms")], (run, a) => run.Add(StageLayer.Writes, new SliceStage(run, _ => a.Size("bytes"), a.Time("every")))),
        new("drip", "a slow line: so many bytes a second", [Size("rate", "100")], Drip),
        new("events-per-write", "so many events leave together", [Count("n", "2")], (run, a) => run.Add(StageLayer.Writes, new FlushStage(Math.Max(1, a.Count("n"))))),
        new("burst", "everything leaves at the end, the head too, as behind a proxy that buffers", [], (run, _) => run.Add(StageLayer.Writes, new FlushStage(0))),
        new("gzip", "compressed, with a flush for each event or none before the end", [Word("kind", "flush", "late")], (run, a) => run.Add(StageLayer.Encoding, new GzipStage(a.Is("kind", "flush")))),
    ];

    private static void Drip(FaultRun run, FaultArguments a)
    {
        var rate = Math.Max(1, a.Size("rate"));
        var slice = Math.Max(1, rate / SlicesPerSecond);
        run.Add(StageLayer.Writes, new SliceStage(run, _ => slice, TimeSpan.FromSeconds((double)slice / rate)));
    }
}
