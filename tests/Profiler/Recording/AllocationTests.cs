using System.Buffers;
using System.Text;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Api.Endpoints;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Recording;
using static VllmStream.Tests.Profiler.Recording.Chat;

namespace VllmStream.Tests.Profiler.Recording;

[Collection(nameof(AloneGroup))]
public sealed class AllocationTests
{
    private const int Events = 100_000;

    [Fact]
    public void AnswerReader_token_events_allocate_nothing()
        => Assert.Equal(0, Measure(C("river")));

    [Fact]
    public void AnswerReader_token_events_with_usage_reasoning_and_tools_allocate_nothing()
        => Assert.Equal(0, Measure(
            CU("a", 5, 1)
            + Delta("""{"reasoning_content":"hm","content":null}""")
            + Delta("""{"tool_calls":[{"index":0,"function":{"arguments":"x"}}]}""")
            + Delta("""{"content":""}""")
            + ": ping\n\n"));

    [Fact]
    public void AnswerReader_several_choices_in_one_event_allocate_nothing()
        => Assert.Equal(0, Measure("""data: {"choices":[{"index":0,"delta":{"content":"a"}},{"index":1,"delta":{"content":"b"}}]}""" + "\n\n"));

    private static long Measure(string events)
    {
        using var reader = new AnswerReader();
        var marks = new RequestMarks { Sent = 1 };
        var bytes = Encoding.UTF8.GetBytes(events);
        reader.Begin(new ChatEndpoint(), streamAsked: true, "text/event-stream", choices: 2, new SilentMeter(), text: null);
        // The first pass grows the list of gaps and compiles the code; the second is the steady state.
        Feed(reader, bytes, ref marks);
        reader.Begin(new ChatEndpoint(), streamAsked: true, "text/event-stream", choices: 2, new SilentMeter(), text: null);
        Feed(reader, bytes, ref marks, count: 10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Feed(reader, bytes, ref marks);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Feed(AnswerReader reader, byte[] bytes, ref RequestMarks marks, int count = Events)
    {
        for (var i = 0; i < count; i++)
        {
            var body = new ReadOnlySequence<byte>(bytes);
            reader.Read(ref body, Ticks.FromMs(1 + i), ref marks);
            Assert.True(body.IsEmpty);
        }
    }

    private sealed class SilentMeter : TokenMeter
    {
        public override void FirstToken(long ttftTicks)
        {
        }

        public override void Gap(int microseconds)
        {
        }

        public override void Tokens(int count)
        {
        }
    }
}
