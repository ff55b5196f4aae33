using System.Buffers.Binary;
using CsCheck;
using HdrHistogram;
using HdrHistogram.Encoding;
using HdrHistogram.Utilities;
using VllmStream.Profiling.Metrics;

namespace VllmStream.Tests.Profiler.Metrics;

public sealed class HistogramCodecTests
{
    [Fact]
    public void HistogramCodec_round_trip_keeps_every_bucket() =>
        DistributionTests.Samples.Sample(samples =>
        {
            var distribution = DistributionTests.Of(samples);
            var decoded = Distribution.Decode(distribution.Encode(), distribution.Min, distribution.Max, distribution.Mean * distribution.Count);
            return decoded.Bars().SequenceEqual(distribution.Bars()) && decoded.Min == distribution.Min && decoded.Max == distribution.Max;
        });

    [Fact]
    public void HistogramCodec_wide_histogram_of_fifty_thousand_values_round_trips()
    {
        // Past the size at which the library's own compressed decode fails.
        var wide = Wide();

        var decoded = Distribution.Decode(wide.Encode(), wide.Min, wide.Max, wide.Sum);

        Assert.True(DistributionTests.Same(wide, decoded));
    }

    [Fact]
    public void HistogramCodec_plain_form_is_read_by_the_library()
    {
        var wide = Wide();
        var bytes = HistogramCodec.EncodePlain(wide);

        var library = HistogramEncoding.DecodeFromByteBuffer(ByteBuffer.Allocate(bytes), 0);

        Assert.Equal(wide.Count, library.TotalCount);
        Assert.Equal(wide.Bars().Select(bar => bar.Count), library.RecordedValues().Select(value => value.CountAddedInThisIterationStep));
    }

    [Fact]
    public void HistogramCodec_reads_what_the_library_writes()
    {
        var library = new LongHistogram(HistogramScale.Lowest, HistogramScale.Highest, HistogramScale.Digits);
        var random = new Random(7);
        for (var i = 0; i < 50_000; i++)
            library.RecordValue(random.NextInt64(HistogramScale.Highest));
        var buffer = ByteBuffer.Allocate(library.GetNeededByteBufferCapacity());
        var length = library.Encode(buffer, new HistogramEncoderV2());
        buffer.Position = 0;
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
            bytes[i] = buffer.Get();

        var counts = new List<long>();
        HistogramCodec.Decode(bytes, (_, count) => counts.Add(count));

        Assert.Equal(library.RecordedValues().Select(value => value.CountAddedInThisIterationStep), counts);
    }

    [Fact]
    public void HistogramCodec_compressed_form_has_the_cookie_other_tools_look_for()
    {
        var bytes = HistogramCodec.EncodeCompressed(DistributionTests.Of(1000));

        Assert.Equal(0x1c849304, BinaryPrimitives.ReadInt32BigEndian(bytes) & ~0xf0);
        Assert.Equal(bytes.Length - 8, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4)));
        Assert.StartsWith("HISTFAAA", Convert.ToBase64String(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void HistogramCodec_damaged_bytes_are_a_format_error_or_another_histogram() =>
        Gen.Select(Gen.Int[0, 200], Gen.Byte, Gen.Bool).Sample((at, value, cut) =>
        {
            var bytes = HistogramCodec.EncodeCompressed(DistributionTests.Of(1, 50, 2_000_000));
            if (cut)
                bytes = bytes[..Math.Min(at, bytes.Length)];
            else
                bytes[at % bytes.Length] = value;
            try
            {
                HistogramCodec.Decode(bytes, (index, _) => Assert.InRange(index, 0, HistogramScale.Length - 1));
            }
            catch (FormatException)
            {
                // The only exception there may be.
            }
        });

    [Fact]
    public void HistogramCodec_other_range_is_refused()
    {
        var bytes = HistogramCodec.EncodePlain(DistributionTests.Of(1000));
        bytes[15] = 2;

        Assert.Throws<FormatException>(() => HistogramCodec.Decode(bytes, (_, _) => { }));
    }

    private static Distribution Wide()
    {
        var random = new Random(42);
        var wide = new Distribution();
        for (var i = 0; i < 50_000; i++)
            wide.Record(random.NextInt64(HistogramScale.Highest));
        return wide;
    }
}
