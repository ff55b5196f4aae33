namespace VllmStream.Profiling.Metrics;

/// <summary>How many requests were in flight at a time.</summary>
/// <param name="AtS">Seconds since the start of the run.</param>
/// <param name="InFlight">Requests.</param>
public readonly record struct InFlightPoint(double AtS, long InFlight);
