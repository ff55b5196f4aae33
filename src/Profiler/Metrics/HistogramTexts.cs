namespace VllmStream.Profiling.Metrics;

/// <summary>The distributions of a run or a group as HdrHistogram V2 (compressed, base64), counting thousandths of the unit; null when empty.</summary>
public sealed record HistogramTexts
{
    /// <summary>Microseconds.</summary>
    public string? TtftMs { get; init; }

    /// <summary>Microseconds.</summary>
    public string? TtfcMs { get; init; }

    /// <summary>Microseconds.</summary>
    public string? ItlMs { get; init; }

    /// <summary>Microseconds.</summary>
    public string? TpotMs { get; init; }

    /// <summary>Microseconds.</summary>
    public string? E2eMs { get; init; }

    /// <summary>Microseconds.</summary>
    public string? WaitMs { get; init; }

    /// <summary>Thousandths of a token per second.</summary>
    public string? TokensPerS { get; init; }

    /// <summary>Microseconds.</summary>
    public string? TtftFromScheduleMs { get; init; }

    /// <summary>Microseconds.</summary>
    public string? E2eFromScheduleMs { get; init; }

    /// <summary>Encodes a set of distributions.</summary>
    public static HistogramTexts Of(HistogramSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return new HistogramTexts
        {
            TtftMs = set[MetricId.Ttft].Encode(),
            TtfcMs = set[MetricId.Ttfc].Encode(),
            ItlMs = set[MetricId.Itl].Encode(),
            TpotMs = set[MetricId.Tpot].Encode(),
            E2eMs = set[MetricId.E2e].Encode(),
            WaitMs = set[MetricId.Wait].Encode(),
            TokensPerS = set[MetricId.TokensPerSecond].Encode(),
            TtftFromScheduleMs = set[MetricId.TtftFromSchedule].Encode(),
            E2eFromScheduleMs = set[MetricId.E2eFromSchedule].Encode(),
        };
    }

    /// <summary>Decodes them; count, minimum, maximum and mean come exactly from the blocks beside.</summary>
    /// <exception cref="FormatException">A text is no histogram of our configuration.</exception>
    public HistogramSet ToSet(MetricBlocks blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        return new HistogramSet(metric => metric switch
        {
            MetricId.Ttft => Decode(TtftMs, blocks.TtftMs),
            MetricId.Ttfc => Decode(TtfcMs, blocks.TtfcMs),
            MetricId.Itl => Decode(ItlMs, blocks.ItlMs),
            MetricId.Tpot => Decode(TpotMs, blocks.TpotMs),
            MetricId.E2e => Decode(E2eMs, blocks.E2eMs),
            MetricId.Wait => Decode(WaitMs, blocks.WaitMs),
            MetricId.TokensPerSecond =>
                Distribution.Decode(TokensPerS, blocks.TokensPerS.Min, blocks.TokensPerS.Max, blocks.TokensPerS.Mean * blocks.TokensPerS.N),
            MetricId.TtftFromSchedule => Decode(TtftFromScheduleMs, blocks.TtftFromScheduleMs),
            _ => Decode(E2eFromScheduleMs, blocks.E2eFromScheduleMs),
        });
    }

    /// <summary>Decodes those that a screen draws.</summary>
    /// <exception cref="FormatException">A text is no histogram of our configuration.</exception>
    public MetricBars ToBars(MetricBlocks blocks) => MetricBars.Of(ToSet(blocks));

    private static Distribution Decode(string? text, MetricBlock block) =>
        Distribution.Decode(text, block.Min, block.Max, block.Mean * block.N);
}
