using VllmStream.Profiling.Metrics;

namespace VllmStream.Tui.State;

/// <summary>What a view draws: the run as it is (or was when it was frozen), and what the person has chosen.</summary>
internal sealed class ScreenModel
{
    /// <summary>Puts both together.</summary>
    public ScreenModel(ScreenData data, ScreenState state)
    {
        (Data, State) = (data, state);
        Selection = new Selection(data.Snapshot, state.Group, state.Window);
        Stage = StageOf(data);
    }

    /// <summary>The run.</summary>
    public ScreenData Data { get; }

    /// <summary>The choices.</summary>
    public ScreenState State { get; }

    /// <summary>The figures chosen.</summary>
    public Selection Selection { get; }

    /// <summary>Where the run stands.</summary>
    public RunStage Stage { get; }

    /// <summary>The figures of the run.</summary>
    public RunSnapshot Snapshot => Data.Snapshot;

    /// <summary>True once nothing will change any more.</summary>
    public bool IsOver => Stage is RunStage.Finished or RunStage.Stopped or RunStage.Failed or RunStage.Report;

    private static RunStage StageOf(ScreenData data)
    {
        if (data.IsReport)
            return RunStage.Report;
        if (data.StartFailure is not null)
            return RunStage.Failed;
        if (data.Summary is { } summary)
        {
            return summary.Judgement.Verdict switch
            {
                Verdict.Interrupted => RunStage.Stopped,
                Verdict.Failed => RunStage.Failed,
                _ => RunStage.Finished,
            };
        }
        if (data.Run is null)
            return RunStage.Connecting;
        return data.Snapshot.Phase switch
        {
            RunPhase.Warmup => RunStage.WarmUp,
            RunPhase.Running => data.IsEnding ? RunStage.Draining : RunStage.Running,
            RunPhase.Draining or RunPhase.Finished => RunStage.Draining,
            _ => RunStage.Probe,
        };
    }
}
