using VllmStream.Simulation;

namespace VllmStream.Tests.Simulator.Faults;

/// <summary>All cases of the table played at once against one simulator: most of their time is waiting.</summary>
public sealed class PlayedCases : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Long enough for what comes, short for a stall that has no end.
    private static readonly TimeSpan StallPatience = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, Task<RawAnswer>> answers = [];
    private SimulatorServer? server;

    internal Task<RawAnswer> Answer(string id) => answers[id];

    public async ValueTask InitializeAsync()
    {
        server = await SimulatorServer.StartAsync(Simulated.Fast, Simulated.Cancellation);
        foreach (var wire in WireCases.All) answers[wire.Id] = Task.Run(() => PlayAsync(wire), Simulated.Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(answers.Values.Select(answer => answer.ContinueWith(_ => { }, Simulated.Cancellation, TaskContinuationOptions.None, TaskScheduler.Default)));
        await server!.DisposeAsync();
    }

    private async Task<RawAnswer> PlayAsync(WireCase wire)
    {
        using var client = RawClient.Connect(server!.BaseUrl);
        var sent = await client.SendAsync(wire.Script, keep: false);
        return await client.ReadAsync(sent, wire.End == RawEnd.Open ? StallPatience : Patience);
    }
}
