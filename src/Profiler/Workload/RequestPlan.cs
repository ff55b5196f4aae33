using VllmStream.Profiling.Options;
using VllmStream.Profiling.Options.Scenarios;
using VllmStream.Profiling.Workload.Prompts;

namespace VllmStream.Profiling.Workload;

/// <summary>Which task number k is, and what its requests ask: a pure function of the options, the seed and k. Immutable; any thread.</summary>
public sealed class RequestPlan
{
    private const int TaskPurpose = 31;

    private readonly WorkloadOptions _workload;

    /// <summary>The plan for a server.</summary>
    /// <param name="workload">What is asked.</param>
    /// <param name="terms">What the server takes.</param>
    public RequestPlan(WorkloadOptions workload, ServerTerms terms)
    {
        _workload = workload;
        var nonces = new StageNonces(workload.Seed);
        var scenario = ScenarioOf(workload);
        var route = 0;
        OnStart = [.. scenario.OnStart.Select(Planned)];
        var whole = scenario.Tasks.Sum(task => task.Weight);
        var sum = 0.0;
        Tasks = [.. scenario.Tasks.Select(task => new PlannedTask([.. task.Steps.Select(Planned)], (sum += task.Weight) / whole))];
        StepsPerTask = Tasks.Max(task => task.Steps.Count);
        Groups = [.. Tasks.SelectMany(task => task.Steps).Select(step => step.Kind.Group).Distinct(StringComparer.Ordinal)];

        PlannedStep Planned(ScenarioStep step) => new(step, route++, terms, nonces, takesTurns: workload.Scenario is null);
    }

    /// <summary>What users do.</summary>
    public IReadOnlyList<PlannedTask> Tasks { get; }

    /// <summary>What every user does once.</summary>
    public IReadOnlyList<PlannedStep> OnStart { get; }

    /// <summary>The most requests of one task: task k has the request numbers from k times this.</summary>
    public int StepsPerTask { get; }

    /// <summary>True when every task is asked twice: its steps are the two members of a pair, the streamed one first.</summary>
    public bool IsPaired => _workload.Mode == RequestMode.Paired;

    /// <summary>Most choices that one request asks for.</summary>
    public int MostChoices => Tasks.Max(task => task.Steps.Max(step => step.Choices));

    /// <summary>The groups of the tasks, in their order.</summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>The step that stands for the run where one request is to show what it is like: the first that is streamed and needs no other before it.</summary>
    public PlannedStep ForProbe
    {
        get
        {
            PlannedStep[] alone = [.. OnStart.Take(1), .. OnStart.Count == 0 ? Tasks.Select(task => task.Steps[0]) : Tasks.Select(task => task.Steps[0]).Where(step => !step.NeedsSession)];
            return Array.Find(alone, step => step.IsStreamed) ?? alone[0];
        }
    }

    /// <summary>The member of a pair that is sent at a place, which counts requests.</summary>
    public PlannedStep MemberOf(PlanPlace place)
    {
        var pair = new PlanPlace(PairPlan.PairOf(place.Number), place.Stage, PairPlan.PairOf(place.InStage));
        return TaskOf(pair).Steps[PairPlan.IsStreamed(_workload.Seed, place.Number) ? 0 : 1];
    }

    /// <summary>The task at a place, which counts tasks.</summary>
    public PlannedTask TaskOf(PlanPlace place)
    {
        if (Tasks.Count == 1)
            return Tasks[0];
        var draw = new Draws(_workload.Seed, _workload.ReusePrompts ? place.InStage : place.Number, TaskPurpose).NextUnit();
        for (var i = 0; i < Tasks.Count - 1; i++)
        {
            if (draw <= Tasks[i].UntilWeight)
                return Tasks[i];
        }
        return Tasks[^1];
    }

    /// <summary>The scenario of the options; where they name none, the one task that they describe.</summary>
    public static Scenario ScenarioOf(WorkloadOptions workload)
    {
        ArgumentNullException.ThrowIfNull(workload);
        if (workload.Scenario is { } scenario)
            return scenario;
        var name = EndpointNames.NameOf(workload.Endpoint, workload.EndpointPath);
        var step = new ScenarioStep { Name = name, Request = workload };
        var steps = workload.Mode == RequestMode.Paired ? ScenarioPairs.Of(step) : ScenarioTurns.Of(step, workload.Turns, workload.TurnThink);
        return new Scenario { Name = name, Tasks = [new ScenarioTask(name, 1, steps)] };
    }
}
