using VllmStream.Cluster.Link;
using VllmStream.Cluster.Messages;

namespace VllmStream.Cluster.Coordinating;

/// <summary>Sends orders of one run to its agents. Any thread.</summary>
internal sealed class Orders(NatsLink link, string token)
{
    private const int Tries = 3;

    private readonly byte[] _order = Frame.Write(new RunOrder { Token = token }, ClusterJson.Default.RunOrder);

    /// <summary>The run's token.</summary>
    public string Token => token;

    /// <summary>Sends an order that needs no more than to say which run is meant.</summary>
    /// <returns>Null when it did not answer.</returns>
    public Task<OrderReply?> SendAsync(string agent, string verb, TimeSpan answerTime, CancellationToken cancellation) => SendAsync(agent, verb, _order, answerTime, cancellation);

    /// <summary>Sends an order. Every order may be sent twice: an agent does it once.</summary>
    /// <returns>Null when it did not answer.</returns>
    public async Task<OrderReply?> SendAsync(string agent, string verb, byte[] order, TimeSpan answerTime, CancellationToken cancellation)
    {
        for (var i = 0; i < Tries; i++)
        {
            var (answer, isSomebodyThere) = await link.AskAsync(Subjects.Agent(agent, verb), order, answerTime / Tries, cancellation);
            if (answer is not null)
                return Frame.Read(answer, ClusterJson.Default.OrderReply);
            if (!isSomebodyThere)
                await Task.Delay(answerTime / Tries, cancellation);
        }

        return null;
    }
}
