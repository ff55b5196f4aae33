using VllmStream.Cluster.Messages;
using VllmStream.Profiling.Clock;

namespace VllmStream.Cluster.Coordinating;

/// <summary>What the board keeps of one agent. Only under the board's lock.</summary>
internal sealed class AgentSlot(AgentInfo info, int share, int shares)
{
    private static readonly AgentMessage Nothing = new() { Phase = AgentPhase.Idle };

    private AgentMessage _last = Nothing;
    private long _silentTicks;
    private long _firstSeq;

    /// <summary>It reported before anybody here listened.</summary>
    public bool JoinsLate { get; init; }

    /// <summary>When it was heard last.</summary>
    public long HeardTicks { get; private set; }

    /// <summary>It has taken its share; before, it had nothing to say.</summary>
    public bool IsJoined { get; private set; }

    /// <summary>When its loss was noticed; 0 = it is not lost.</summary>
    public long LostTicks { get; private set; }

    /// <summary>The highest report that arrived.</summary>
    public long Seq { get; private set; }

    /// <summary>Reports that arrived.</summary>
    public long Arrived { get; private set; }

    /// <summary>Nothing more is expected of it.</summary>
    public bool IsSettled { get; set; }

    /// <summary>It has said that it is ready, and was told so.</summary>
    public bool IsReady { get; set; }

    /// <summary>What it said of the run when it was ready; null = it is not.</summary>
    public byte[]? Facts { get; set; }

    /// <summary>Its clock.</summary>
    public ClockEstimate? Clock { get; set; }

    /// <summary>Its result.</summary>
    public ReadOnlyMemory<byte>? Result { get; set; }

    /// <summary>Its records.</summary>
    public string? RecordFile { get; set; }

    /// <summary>Why it has no result, found out by us; null = what it says itself.</summary>
    public string? Why { get; set; }

    /// <summary>Who it is.</summary>
    public AgentInfo Info => info;

    /// <summary>How far it is.</summary>
    public AgentPhase Phase => _last.Phase;

    /// <summary>How it stands now.</summary>
    public AgentState State(long nowTicks) => new()
    {
        Info = info, Share = share, Shares = shares, Phase = _last.Phase, Why = Why ?? _last.Why, IsLost = LostTicks != 0, Clock = Clock, Result = Result, RecordFile = RecordFile, IsSettled = IsSettled,
        Silence = TimeSpan.FromSeconds(Ticks.ToSeconds(_silentTicks + (LostTicks != 0 ? nowTicks - HeardTicks : 0))), MissedReports = Math.Max(0, Seq - _firstSeq - Arrived),
    };

    /// <summary>It was heard.</summary>
    /// <returns>True if it was lost before.</returns>
    public bool Hear(AgentMessage message, bool isReport, long nowTicks)
    {
        var wasLost = LostTicks != 0;
        if (wasLost)
            _silentTicks += nowTicks - HeardTicks;
        (HeardTicks, LostTicks, IsJoined) = (nowTicks, 0, true);
        // A sign of life may overtake nothing, but messages of before an outage may come after those of after it.
        if (message.Phase >= _last.Phase)
            _last = message;
        // Whoever picks a run up has missed nothing of what came before.
        if (JoinsLate && Seq == 0 && message.Seq > 0)
            _firstSeq = message.Seq - (isReport ? 1 : 0);
        Seq = Math.Max(Seq, message.Seq);
        Arrived += isReport ? 1 : 0;
        return wasLost;
    }

    /// <summary>It answered in another way.</summary>
    public void Answered(AgentPhase phase, long nowTicks) => Hear(new AgentMessage { Phase = phase, Seq = Seq }, isReport: false, nowTicks);

    /// <summary>It is not heard any more.</summary>
    public void Lose(long nowTicks) => LostTicks = nowTicks;
}
