using VllmStream.Cluster.Messages;
using VllmStream.Profiling.Clock;

namespace VllmStream.Cluster.Coordinating;

/// <summary>What becomes of the others when an agent is lost, and of the agent when it comes back.</summary>
internal sealed class LossHandling(AgentBoard board, Orders orders, LossPolicy policy)
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(3);

    // The orders have to arrive everywhere before the instant from which they hold.
    private static readonly long Lead = Ticks.FromSeconds(1);

    /// <summary>An agent was lost.</summary>
    public async Task LoseAsync(AgentState lost)
    {
        var others = board.States.Where(state => state is { IsLost: false, Phase: AgentPhase.Running, Clock: not null } && state.Share != lost.Share).ToArray();
        if (policy == LossPolicy.Continue || others.Length == 0)
            return;
        try
        {
            if (policy == LossPolicy.Stop)
            {
                await Task.WhenAll(others.Select(other => orders.SendAsync(other.Info.Id, "drain", AnswerTime, CancellationToken.None)));
                return;
            }

            var from = Ticks.Now + Lead;
            var answers = await Task.WhenAll(others.Select((other, part) => orders.SendAsync(other.Info.Id, "share", ShareOf(lost, other, part, others.Length, from), AnswerTime, CancellationToken.None)));
            board.Tell(observer => observer.Notice(WordOf(lost, answers.Count(static answer => answer is { Refusal: null }), others.Length)));
        }
        catch (ClusterException e)
        {
            board.Tell(observer => observer.Notice($"the others were not told of the loss of {lost.Info.Shown}: {e.Message}"));
        }
    }

    /// <summary>An agent came back.</summary>
    public async Task ReturnAsync(AgentState back)
    {
        // careful: others send its requests now; both would be too many.
        if (policy == LossPolicy.Continue || back.Phase != AgentPhase.Running)
            return;
        await orders.SendAsync(back.Info.Id, "drain", AnswerTime, CancellationToken.None);
    }

    private static string WordOf(AgentState lost, int taken, int others) =>
        taken == others ? $"{lost.ShownShare} goes to the {others} others" : $"{lost.ShownShare} goes to {taken} of the {others} others; what the rest was to take stays lost";

    private byte[] ShareOf(AgentState lost, AgentState other, int part, int parts, long from) =>
        Frame.Write(new ShareMessage { Token = orders.Token, Share = lost.Share, Part = part, Parts = parts, FromTicks = other.Clock!.ToAgentTicks(from) }, ClusterJson.Default.ShareMessage);
}
