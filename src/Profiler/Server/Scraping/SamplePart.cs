namespace VllmStream.Profiling.Server.Scraping;

/// <summary>What one sample is of its metric.</summary>
internal enum SamplePart
{
    /// <summary>The value of a gauge or counter.</summary>
    Value,

    /// <summary>The sum of a histogram.</summary>
    Sum,

    /// <summary>The count of a histogram.</summary>
    Count,

    /// <summary>A cumulative bucket of a histogram.</summary>
    Bucket,
}
