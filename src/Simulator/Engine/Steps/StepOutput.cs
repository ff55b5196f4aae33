namespace VllmStream.Simulation;

/// <summary>What a step made for one sequence.</summary>
/// <param name="Source">The request that waits for it.</param>
/// <param name="Step">The tokens; due when the step ended.</param>
internal readonly record struct StepOutput(StepTokenSource Source, TokenStep Step);
