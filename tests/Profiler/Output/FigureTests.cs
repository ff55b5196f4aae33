using CsCheck;
using VllmStream.Profiling.Output;

namespace VllmStream.Tests.Profiler.Output;

public sealed class FigureTests
{
    [Theory]
    [InlineData(null, "-")]
    [InlineData(0.0, "0")]
    [InlineData(0.0004, "<0.001")]
    [InlineData(0.1234, "0.123")]
    [InlineData(4.333, "4.33")]
    [InlineData(8.0, "8.00")]
    [InlineData(9.996, "10.0")]
    [InlineData(20.61, "20.6")]
    [InlineData(99.96, "100")]
    [InlineData(188.4, "188")]
    [InlineData(2593.0, "2590")]
    [InlineData(9996.0, "10.0k")]
    [InlineData(10_700.0, "10.7k")]
    [InlineData(774_123.0, "774k")]
    [InlineData(999_900.0, "1.00M")]
    [InlineData(1_234_567.0, "1.23M")]
    [InlineData(5e9, "5.00G")]
    [InlineData(double.NaN, "-")]
    public void Figure_three_significant_digits(double? value, string text) => Assert.Equal(text, Figure.Three(value));

    [Fact]
    public void Figure_is_never_wider_than_seven() =>
        Gen.Double[0, 1e12].Sample(value => Figure.Three(value).Length <= 7);

    [Theory]
    [InlineData(0L, "0")]
    [InlineData(9_999L, "9999")]
    [InlineData(10_000L, "10.0k")]
    [InlineData(774_123L, "774k")]
    [InlineData(null, "-")]
    public void Figure_count_is_exact_while_small(long? count, string text) => Assert.Equal(text, Figure.Count(count));

    [Theory]
    [InlineData(0.0, "0%")]
    [InlineData(0.0004, "<0.1%")]
    [InlineData(0.01327, "1.3%")]
    [InlineData(0.9996, "99.9%")]
    [InlineData(1.0, "100%")]
    [InlineData(null, "-")]
    public void Figure_share_never_rounds_to_none_or_all(double? ratio, string text) => Assert.Equal(text, Figure.Share(ratio));

    [Theory]
    [InlineData(4_210.0, "4.21 s")]
    [InlineData(30_000.0, "00:30")]
    [InlineData(300_000.0, "05:00")]
    [InlineData(3_723_000.0, "1:02:03")]
    public void Figure_clock_reads_as_a_clock(double ms, string text) => Assert.Equal(text, Figure.Clock(ms));

    [Theory]
    [InlineData(812L, "812 B")]
    [InlineData(4_900_000L, "4.9 MB")]
    [InlineData(123_456L, "123 kB")]
    public void Figure_size_reads_as_a_size(long bytes, string text) => Assert.Equal(text, Figure.Size(bytes));

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(0.004, "<0.01")]
    [InlineData(0.05, "0.05")]
    [InlineData(0.42, "0.4")]
    [InlineData(2.34, "2.3")]
    [InlineData(41.82, "41.8")]
    [InlineData(412.3, "412")]
    public void Figure_tenth_is_as_fine_as_a_clients_time_needs(double value, string text) => Assert.Equal(text, Figure.Tenth(value));
}
