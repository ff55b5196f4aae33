using System.Threading.Channels;

namespace VllmStream.Cluster.Agents;

/// <summary>What is wished of a running share from outside. Any thread.</summary>
public sealed class AgentControl : IDisposable
{
    private readonly CancellationTokenSource _drain = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<AddedShare> _shares = Channel.CreateUnbounded<AddedShare>();

    /// <summary>No more requests; those in flight end.</summary>
    public CancellationToken DrainToken => _drain.Token;

    /// <summary>Why it ends early; null = it does not, or nobody said.</summary>
    public string? Why { get; private set; }

    /// <summary>Ends now; what is in flight is given up.</summary>
    public CancellationToken StopToken => _stop.Token;

    /// <summary>More work, of agents that were lost.</summary>
    public ChannelReader<AddedShare> AddedShares => _shares.Reader;

    /// <inheritdoc/>
    public void Dispose()
    {
        _drain.Dispose();
        _stop.Dispose();
    }

    internal void Drain(string? why)
    {
        Why ??= why;
        _drain.Cancel();
    }

    internal void Stop()
    {
        _drain.Cancel();
        _stop.Cancel();
    }

    internal void Add(AddedShare share) => _shares.Writer.TryWrite(share);
}
