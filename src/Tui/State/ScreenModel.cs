using VllmStream.Profiling;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Tui.State;

/// <summary>What a view draws: the run as it is (or was when it was frozen), and what the person has chosen.</summary>
internal sealed class ScreenModel
{
    /// <summary>Puts both together.</summary>
    public ScreenModel(ScreenData data, ScreenState state)
    {
        (Data, State) = (data, state);
        Agents = AgentRow.InOrder(data.Agents.Count > 0 ? data.Agents : AgentRow.Of(data.Summary?.Agents ?? []));
        Selection = new Selection(data.Snapshot, state.Group, state.Window, state.Mode);
    }

    /// <summary>The run.</summary>
    public ScreenData Data { get; }

    /// <summary>The choices.</summary>
    public ScreenState State { get; }

    /// <summary>The figures chosen.</summary>
    public Selection Selection { get; }

    /// <summary>The agents of the run, those with trouble first, then by share; of a run that is read from its file as its summary has them. Empty for a run of one machine.</summary>
    public IReadOnlyList<AgentRow> Agents { get; }

    /// <summary>The request whose timeline is open, while it is in flight; null otherwise.</summary>
    public LiveTimeline? Timeline { get; init; }

    /// <summary>Where the run is; one of before is finished.</summary>
    public RunState Stage => Data.Status?.State ?? RunState.Finished;

    /// <summary>True for a run of before, read from its file.</summary>
    public bool IsReport => Data.Status is null;

    /// <summary>The figures of the run.</summary>
    public RunSnapshot Snapshot => Data.Snapshot;

    /// <summary>True once nothing will change any more.</summary>
    public bool IsOver => Stage is RunState.Finished or RunState.Stopped or RunState.Failed;

    /// <summary>What the numbers say in sentences, the worst first. Nothing before the run is over: what half a run shows may not be true of the whole.</summary>
    public IReadOnlyList<Finding> Findings => IsOver ? Data.Summary?.Findings ?? [] : [];

    /// <summary>True while there is no load, and where there never was any.</summary>
    public bool IsBeforeLoad => Stage == RunState.Connecting || Data.Status is { Failure: not null };
}
