namespace VllmStream.Profiling.Workload;

/// <summary>Where in a run a request stands: what it asks is a function of this.</summary>
/// <param name="Number">Number of the request in the run.</param>
/// <param name="Stage">Its stage, of those in <see cref="RunStage"/>.</param>
/// <param name="InStage">Its number within the stage.</param>
public readonly record struct PlanPlace(long Number, int Stage, long InStage);
