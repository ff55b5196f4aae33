using System.Globalization;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Exporting;

/// <summary>A capture as an ExportMetricsServiceRequest of OTLP 1 (opentelemetry/proto/metrics/v1/metrics.proto): cumulative sums, gauges and explicit histograms. Pure.</summary>
/// <remarks>
/// Written by hand: the library's histograms take single values on the thread that has them, and gaps come in thousands; so both outputs
/// have the same numbers, from one source. Names are those of the page without unit and suffix, which a collector puts back.
/// </remarks>
internal static class OtlpMessage
{
    private const int Cumulative = 2;
    private const string Namespace = "vllmstream";

    /// <summary>The message.</summary>
    /// <param name="capture">How it stands.</param>
    /// <param name="identity">Who exports: the resource.</param>
    /// <param name="startedAt">When the counts began.</param>
    /// <param name="now">When they stood so.</param>
    public static byte[] Of(LiveCapture capture, LiveIdentity identity, DateTimeOffset startedAt, DateTimeOffset now)
    {
        var writer = new ProtobufWriter();
        var times = (Start: NanosecondsOf(startedAt), Now: NanosecondsOf(now));
        // resource_metrics
        writer.Message(1, () =>
        {
            writer.Message(1, () => Attributes(writer, 1, OtlpNames.ResourceOf(identity)));
            // scope_metrics
            writer.Message(2, () =>
            {
                writer.Message(1, () =>
                {
                    writer.Text(1, Namespace);
                    writer.Text(2, OtlpNames.VersionOf(identity.Run));
                });
                foreach (var family in capture.Families)
                {
                    // What was run is the resource.
                    if (family.Points.Count > 0 && family.Heading.Type != "info")
                        Metric(writer, OtlpNames.NameOf(family.Heading), OtlpNames.UnitOf(family.Heading), family, times);
                }

                foreach (var (name, unit, family) in GenAiMetrics.Of(capture, identity))
                    Metric(writer, name, unit, family, times);
            });
        });
        return writer.ToArray();
    }

    private static void Metric(ProtobufWriter writer, string name, string unit, LiveFamily family, (long Start, long Now) times) => writer.Message(2, () =>
    {
        writer.Text(1, name);
        writer.Text(2, family.Heading.Help);
        writer.Text(3, unit);
        switch (family.Heading.Type)
        {
            case "gauge":
                writer.Message(5, () => Numbers(writer, family, times));
                break;
            case "counter":
                writer.Message(7, () =>
                {
                    Numbers(writer, family, times);
                    writer.Number(2, Cumulative);
                    // is_monotonic
                    writer.Number(3, 1);
                });
                break;
            default:
                writer.Message(9, () =>
                {
                    foreach (var point in family.Points)
                        writer.Message(1, () => Histogram(writer, point, times));
                    writer.Number(2, Cumulative);
                });
                break;
        }
    });

    private static void Numbers(ProtobufWriter writer, LiveFamily family, (long Start, long Now) times)
    {
        foreach (var point in family.Points)
        {
            writer.Message(1, () =>
            {
                Times(writer, times);
                // as_int for what is counted, as_double for the rest; a series must not change its kind.
                if (family.Heading is { Type: "counter", Unit: null })
                    writer.Fixed(6, (long)point.Value);
                else
                    writer.Double(4, point.Value);
                Attributes(writer, 7, point.Labels);
            });
        }
    }

    private static void Histogram(ProtobufWriter writer, LivePoint point, (long Start, long Now) times)
    {
        var buckets = point.Buckets!;
        Times(writer, times);
        writer.Fixed(4, buckets.Count);
        writer.Double(5, buckets.Sum);
        writer.Packed(6, buckets.Counts);
        writer.Packed(7, buckets.Bounds);
        Attributes(writer, 9, point.Labels);
    }

    private static void Times(ProtobufWriter writer, (long Start, long Now) times)
    {
        writer.Fixed(2, times.Start);
        writer.Fixed(3, times.Now);
    }

    // KeyValue { key = 1, value = 2 } with AnyValue { string_value = 1, int_value = 3 }.
    private static void Attributes(ProtobufWriter writer, int field, IEnumerable<(string Key, string? Value)> attributes)
    {
        foreach (var (key, value) in attributes)
        {
            if (value is null)
                continue;
            writer.Message(field, () =>
            {
                writer.Text(1, key);
                writer.Message(2, () =>
                {
                    if (key == OtlpNames.ServerPort)
                        writer.Number(3, ulong.Parse(value, CultureInfo.InvariantCulture));
                    else
                        writer.Text(1, value);
                });
            });
        }
    }

    private static long NanosecondsOf(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
}
