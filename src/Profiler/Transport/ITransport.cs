namespace VllmStream.Profiling.Transport;

/// <summary>Opens connections whose reads carry the time they arrived. Any thread.</summary>
public interface ITransport
{
    /// <summary>How arrival times are taken, for the report: <c>after-read</c> (portable) or <c>kernel</c>.</summary>
    string ArrivalSource { get; }

    /// <summary>Opens a connection to the target, through its proxy and TLS where there are any.</summary>
    /// <param name="target">Where to, with the trust and proxy that apply.</param>
    /// <param name="cancel">Gives up; the result is then an error of kind <c>cancelled</c>.</param>
    ValueTask<ConnectResult> ConnectAsync(ConnectTarget target, CancellationToken cancel);
}
