using VllmStream.Sse;

namespace VllmStream.Tests.SseParser;

/// <summary>What each kind of line does.</summary>
public sealed class FieldTests
{
    [Theory]
    [SseSample("data: a\n\n", "data:a\n\n", "\n\n\ndata: a\n\n\n", ": c\ndata: a\n\n", "data: a\n: c\n\n", "data: a\nfoo: b\n\n", "x\ndata: a\ny\n\nz\n")]
    public void Data_single_line_is_handed_out_without_its_leading_space(SseSample sample)
    {
        ReadEvent only = Assert.Single(sample.Read().Events);
        Assert.Equal(("message", "a", 1), (only.Type, only.Data, only.DataLineCount));
    }

    [Theory]
    [SseSample("data: a\ndata: b\n\n", "data: a\n: c\ndata: b\n\n", "data: a\nfoo\n: c\nid: 1\ndata: b\nbar\n\n", "data: a\nerror: e\ndata: b\n\n")]
    public void Data_several_lines_are_joined_by_lf(SseSample sample)
    {
        ReadEvent only = Assert.Single(sample.Read().Dispatched);
        Assert.Equal(("a\nb", 2), (only.Data, only.DataLineCount));
    }

    [Theory]
    [SseSample("data:  a \n\n")]
    public void Data_only_one_leading_space_is_removed(SseSample sample) => Assert.Equal(" a ", Assert.Single(sample.Read().Events).Data);

    [Theory]
    [SseSample("data:\n\n", "data\n\n", "data: \n\n", ":\ndata\n\n")]
    public void Data_empty_value_is_an_event(SseSample sample) => Assert.Equal("", Assert.Single(sample.Read().Events).Data);

    [Theory]
    [SseSample("data\ndata:\ndata: \n\n")]
    public void Data_three_empty_values_are_two_line_feeds(SseSample sample) => Assert.Equal("\n\n", Assert.Single(sample.Read().Events).Data);

    [Theory]
    [SseSample("dat: a\n\n", "datax: a\n\n", " data: a\n\n", "Data: a\n\n", "d\n\n", "data : a\n\n", "errors: e\n\n", "erro: e\n\n", "{\"a\":1}\n")]
    public void Unknown_name_is_counted_and_gives_nothing(SseSample sample)
    {
        ReadTrace trace = sample.Read();
        Assert.Empty(trace.Events);
        Assert.Equal(1, trace.UnknownLines);
    }

    [Theory]
    [SseSample(": \n:\n:data: a\n::\n", "data: a\n:\n:\n\n:\n:\n")]
    public void Comment_ended_ones_are_counted(SseSample sample) => Assert.Equal(4, sample.Read().Comments);

    [Theory]
    [SseSample("event: a\ndata: 1\n\ndata: 2\n\n", "event: b\nevent: a\n: c\ndata: 1\n\ndata: 2\n\n")]
    public void Event_type_lasts_for_one_event(SseSample sample) =>
        Assert.Equal(["a", "message"], sample.Read().Events.Select(item => item.Type));

    [Theory]
    [SseSample("event: a\n\ndata: 1\n\n", "data: 1\n\nid: 1\nevent: ping\nretry: 1\n\n")]
    public void Event_without_data_is_counted_and_not_dispatched(SseSample sample)
    {
        ReadTrace trace = sample.Read();
        Assert.Equal("message", Assert.Single(trace.Events).Type);
        Assert.Equal(1, trace.EventsWithoutData);
    }

    [Theory]
    [SseSample("id: 1\n\nretry: 2\n\nevent:\n\n: c\n\n")]
    public void Block_that_names_no_type_is_not_an_event_without_data(SseSample sample) => Assert.Equal(0, sample.Read().EventsWithoutData);

    [Theory]
    [SseSample("id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\nid: 2\ndata: d\n\nid: 3\n")]
    public void Id_lasts_until_the_next_and_an_open_block_does_not_count(SseSample sample)
    {
        ReadTrace trace = sample.Read();
        Assert.Equal(["1", "1", "", "2"], trace.Events.Select(item => item.Id));
        Assert.Equal("2", trace.LastEventId);
    }

    [Theory]
    [SseSample("id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n", "id: 1\nid: \0\ndata: a\n\ndata: b\n\n")]
    public void Id_with_nul_is_ignored_as_a_whole(SseSample sample) => Assert.Equal(["1", "1"], sample.Read().Events.Select(item => item.Id));

    [Theory]
    [SseSample("retry: 12\n", "retry:12\nretry: -1\nretry: 1.5\nretry\nretry:  3\nretry: \u0663\n", "retry: 0012\ndata: a\n\n", "data: a\n: c\nretry: 12\n\n")]
    public void Retry_takes_digits_only_and_at_once(SseSample sample) => Assert.Equal(12, sample.Read().Retry);

    [Theory]
    [SseSample("retry: 9223372036854775808\n", "retry: 99999999999999999999999999999999\n", "retry: 9223372036854775807\n")]
    public void Retry_beyond_63_bits_is_clamped(SseSample sample) => Assert.Equal(long.MaxValue, sample.Read().Retry);

    [Theory]
    [SseSample("data: \u00F0\u009F\n\ndata: \u0098\u0080\n\n", AsLatin1 = true)]
    public void Data_invalid_utf8_passes_through(SseSample sample) =>
        Assert.Equal(["\uFFFD", "\uFFFD\uFFFD"], sample.Read().Events.Select(item => item.Data));

    [Theory]
    [SseSample("data: a\r\n\rdata: b\r\r\ndata: c\n\rdata: d\r\n\r\n", "data: a\n\n\r\rdata: b\n\r\n\ndata: c\r\n\ndata: d\r\n\n")]
    public void Line_ends_may_be_mixed(SseSample sample) => Assert.Equal(["a", "b", "c", "d"], sample.Read().Events.Select(item => item.Data));

    [Fact]
    public void Memory_and_default_reader_work_like_a_new_one()
    {
        SseReader reader = default;
        ReadOnlyMemory<byte> input = "data: a\n\ndata: b\n\n"u8.ToArray();
        Assert.True(reader.TryRead(ref input, out SseEvent first));
        Assert.Equal("a"u8, first.Data);
        Assert.True(reader.TryRead(ref input, out SseEvent second));
        Assert.Equal((18, SseReader.DefaultMaxEventBytes), (second.EndOffset, reader.MaxEventBytes));
    }

    [Fact]
    public void Reset_makes_the_reader_new()
    {
        SseReader reader = new(100);
        ReadOnlyMemory<byte> first = "\uFEFFid: 1\nretry: 2\nevent: x\ndata: a\n: c\n?\n\nevent: y\n\nevent: z\nid: 3\ndata: b\r"u8.ToArray();
        while (reader.TryRead(ref first, out _))
            continue;
        reader.Reset();

        ReadOnlyMemory<byte> second = "\uFEFF\ndata: c\n\n"u8.ToArray();
        Assert.True(reader.TryRead(ref second, out SseEvent only));
        Assert.Equal("c"u8, only.Data);
        Assert.True(only.Type.IsEmpty);
        Assert.Equal((13, 100), (only.EndOffset, reader.MaxEventBytes));
        Assert.Equal((0, 0, 0, null, 0), (reader.CommentCount, reader.UnknownLineCount, reader.EventsWithoutData, reader.RetryMilliseconds, reader.LastEventId.Length));
    }
}
