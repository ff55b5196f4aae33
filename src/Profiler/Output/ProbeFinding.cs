namespace VllmStream.Profiling.Output;

/// <summary>One thing that the probe found out, for a person.</summary>
/// <param name="Topic">A stable word: server, stream, role_chunk, tokens, fields, context, warnings, clock, machine.</param>
/// <param name="Text">What is so.</param>
/// <param name="Advice">What to do about it; null = nothing.</param>
public sealed record ProbeFinding(string Topic, string Text, string? Advice);
