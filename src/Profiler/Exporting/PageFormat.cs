namespace VllmStream.Profiling.Exporting;

/// <summary>The two text formats that a reader of metrics may ask for.</summary>
internal enum PageFormat
{
    /// <summary>OpenMetrics 1.0.</summary>
    OpenMetrics,

    /// <summary>Prometheus' own, version 0.0.4: suffixes belong to the names of families, info is a gauge, and there are no units.</summary>
    Prometheus,
}
