namespace VllmStream.Profiling.Exporting;

/// <summary>What stands above the samples of a family.</summary>
/// <param name="Name">Without suffix; ends with the unit where there is one.</param>
/// <param name="Type">counter, gauge, histogram or info.</param>
/// <param name="Unit">Base unit; null = none.</param>
/// <param name="Help">One line.</param>
internal sealed record MetricHeading(string Name, string Type, string? Unit, string Help)
{
    /// <summary>Name of its only sample: counters end in _total, info in _info.</summary>
    public string SampleName => Type switch
    {
        "counter" => Name + "_total",
        "info" => Name + "_info",
        _ => Name,
    };
}
