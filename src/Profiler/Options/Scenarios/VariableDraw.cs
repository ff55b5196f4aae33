namespace VllmStream.Profiling.Options.Scenarios;

/// <summary>How a variable gets its value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">The values to choose from; one of them = that value.</param>
/// <param name="InTurn">True takes them one after the other, false by chance.</param>
public sealed record VariableDraw(string Name, IReadOnlyList<string> Values, bool InTurn);
