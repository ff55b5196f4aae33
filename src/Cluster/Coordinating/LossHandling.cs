using VllmStream.Cluster.Messages;
using VllmStream.Profiling.Clock;

namespace VllmStream.Cluster.Coordinating;

/// <summary>What becomes of the others when an agent is lost, and of the agent when it comes back.</summary>
internal sealed class LossHandling(AgentBoard board, Orders orders, LossPolicy policy)
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(3);

    // The orders have to arrive everywhere before the instant from which they hold.
    private static readonly long Lead = Ticks.FromSeconds(1);

    private readonly Lock _gate = new();

    // What was given to whom; a holder that is lost in turn has it no more.
    private readonly List<Piece> _held = [];

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

            await GiveAsync(lost, others);
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

    // Its own share, and what it had taken over of others, each in as many parts as there are others.
    private async Task GiveAsync(AgentState lost, AgentState[] others)
    {
        List<Piece> pieces;
        lock (_gate)
        {
            pieces = [new Piece(lost.Share, 0, 1, lost.Info.Id), .. _held.Where(piece => piece.Holder == lost.Info.Id)];
            _held.RemoveAll(piece => piece.Holder == lost.Info.Id);
        }

        var from = Ticks.Now + Lead;
        foreach (var piece in pieces)
        {
            var parts = others.Select((other, j) => new Piece(piece.Share, piece.Part + piece.Parts * j, piece.Parts * others.Length, other.Info.Id)).ToArray();
            var answers = await Task.WhenAll(parts.Zip(others, (part, other) => orders.SendAsync(other.Info.Id, "share", OrderOf(part, other, from), AnswerTime, CancellationToken.None)));
            Piece[] taken = [.. parts.Where((_, j) => answers[j] is { Refusal: null })];
            lock (_gate)
                _held.AddRange(taken);
            board.Tell(observer => observer.Notice(WordOf(piece, lost, taken.Length, others.Length)));
        }
    }

    private static string WordOf(Piece piece, AgentState lost, int taken, int others)
    {
        var what = piece.Share == lost.Share ? lost.ShownShare : $"what it had taken over of share {piece.Share + 1}";
        return taken == others ? $"{what} goes to the {others} others" : $"{what} goes to {taken} of the {others} others; what the rest was to take stays lost";
    }

    private byte[] OrderOf(Piece part, AgentState other, long from) =>
        Frame.Write(new ShareMessage { Token = orders.Token, Share = part.Share, Part = part.Part, Parts = part.Parts, FromTicks = other.Clock!.ToAgentTicks(from) }, ClusterJson.Default.ShareMessage);

    // Every request of a share whose number there is Part, Part + Parts, and so on.
    private sealed record Piece(int Share, int Part, int Parts, string Holder);
}
