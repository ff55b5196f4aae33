namespace VllmStream.Simulation;

/// <summary>Exact bytes on an exact schedule; immutable, and played by many requests at a time.</summary>
/// <param name="Steps">In the order in which they are sent.</param>
internal sealed record StreamRecipe(IReadOnlyList<RecipeStep> Steps);
