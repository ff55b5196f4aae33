using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>A block of a summary: count, mean and percentiles of one metric; null where the samples are too few.</summary>
internal sealed class MetricBlock(JsonElement block)
{
    public long N => block.GetProperty("n").GetInt64();

    public double? Mean => Number("mean");

    public double? Min => Number("min");

    public double? P50 => Number("p50");

    public double? P90 => Number("p90");

    public double? P99 => Number("p99");

    public double? P999 => Number("p999");

    public double? Max => Number("max");

    private double? Number(string key) =>
        block.GetProperty(key) is { ValueKind: not JsonValueKind.Null } value ? value.GetDouble() : null;
}
