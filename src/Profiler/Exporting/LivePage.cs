namespace VllmStream.Profiling.Exporting;

/// <summary>A capture as a page of text. Pure.</summary>
internal static class LivePage
{
    /// <summary>The page.</summary>
    public static string Of(LiveCapture capture, PageFormat format)
    {
        var page = new MetricPage(format);
        foreach (var (heading, points) in capture.Families)
        {
            if (points.Count == 0)
                continue;
            page.Family(heading);
            foreach (var point in points)
            {
                if (point.Buckets is { } buckets)
                    Write(page, heading.Name, point.Labels, buckets);
                else
                    page.Sample(heading.SampleName, point.Value, point.Labels);
            }
        }

        return page.End();
    }

    private static void Write(MetricPage page, string name, (string Key, string? Value)[] labels, BucketCopy buckets)
    {
        long below = 0;
        for (var i = 0; i < buckets.Counts.Count; i++)
        {
            below += buckets.Counts[i];
            var bound = i < buckets.Bounds.Count ? buckets.Bounds[i] : double.PositiveInfinity;
            page.Sample($"{name}_bucket", below, [.. labels, ("le", MetricPage.Number(bound))]);
        }

        page.Sample($"{name}_sum", buckets.Sum, labels);
        page.Sample($"{name}_count", buckets.Count, labels);
    }
}
