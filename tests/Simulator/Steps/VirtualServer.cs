using System.Diagnostics;
using VllmStream.Simulation;

namespace VllmStream.Tests.Simulator.Steps;

/// <summary>A step engine on a clock of its own, and what came out of it. Times are milliseconds since its start.</summary>
internal sealed class VirtualServer : IDisposable
{
    private static readonly double TicksPerMs = Stopwatch.Frequency / 1000.0;

    private readonly VirtualClock clock = new();
    private readonly StepEngine engine;
    private ulong requests;

    public VirtualServer(StepOptions options, ulong seed = 0, StallOptions? stall = null) => engine = new StepEngine(options, seed, stall, clock);

    public EngineState State => engine.State!;

    public double NowMs => (clock.Now - 1) / TicksPerMs;

    /// <summary>A request that comes now.</summary>
    public VirtualRequest Send(int prompt, int output, ulong[]? blocks = null, Action? ended = null)
    {
        var plan = new SequencePlan(prompt, output, FinishReason.Length, TextSeed: 0, TimingSeed: ++requests) { PromptBlocks = blocks ?? [] };
        var request = new VirtualRequest(new SequenceCourse(plan), ended);
        request.Source = engine.Start([request.Course], clock.Now);
        _ = request.ReadAsync();
        return request;
    }

    /// <summary>Lets that much time pass.</summary>
    public void Advance(double milliseconds) => clock.AdvanceTo(clock.Now + (long)Math.Round(milliseconds * TicksPerMs));

    public static double Ms(long ticks) => (ticks - 1) / TicksPerMs;

    public void Dispose() => engine.Dispose();
}
