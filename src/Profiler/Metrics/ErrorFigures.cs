using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics;

/// <summary>One kind of failure, of all requests that have ended, warm-up included; immutable.</summary>
/// <param name="Outcome">How they ended.</param>
/// <param name="Kind">What went wrong, in a stable word.</param>
/// <param name="Count">Requests.</param>
/// <param name="FirstMs">When the first of them ended, milliseconds since run start.</param>
/// <param name="LastMs">When the last of them ended.</param>
/// <param name="Last">The last of them, with the server's text.</param>
public sealed record ErrorFigures(Outcome Outcome, string Kind, long Count, double FirstMs, double LastMs, EndedRequest Last);
