using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Counting;
using VllmStream.Profiling.Load;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Tokens;
using VllmStream.Tests.Profiler.Metrics;

namespace VllmStream.Tests.Profiler.Counting;

public sealed class TokenCountLoopTests
{
    [Fact]
    public async Task Answers_are_counted_in_order_on_the_thread_for_it()
    {
        var counter = new WordCounter();
        var items = await RunAsync(counter, Item("one two"), Item("three"), Item("four five six"));
        Assert.Equal([2, 1, 3], items.Select(item => item.Record!.OutputTokens!.Value));
        Assert.All(items, item => Assert.Equal(TokenSource.Tokenizer, item.Record!.TokenSource));
        Assert.All(items, item => Assert.Null(item.Record!.Text));
        Assert.Equal([TokenCountLoop.ThreadName], counter.Threads.Distinct());
    }

    [Fact]
    public async Task Usage_of_the_server_stands_and_the_count_stands_beside_it()
    {
        var item = Assert.Single(await RunAsync(new WordCounter(), Item("one", TokenSource.UsageFinal, tokens: 15)));
        Assert.Equal((15, TokenSource.UsageFinal, 1), (item.Record!.OutputTokens!.Value, item.Record.TokenSource, item.Record.TokenizerTokens!.Value));
    }

    [Theory]
    [InlineData(StreamWarnings.CumulativeText)]
    [InlineData(StreamWarnings.HiddenReasoning)]
    public async Task Text_that_is_not_what_was_generated_is_not_counted(StreamWarnings warning)
    {
        var item = Assert.Single(await RunAsync(new WordCounter(), Item("a ab abc", warnings: warning, tokens: 3)));
        Assert.Equal((3, TokenSource.Chunks), (item.Record!.OutputTokens!.Value, item.Record.TokenSource));
        Assert.Null(item.Record.TokenizerTokens);
    }

    [Fact]
    public async Task Every_channel_of_every_choice_counts()
    {
        var text = new TextCollector();
        Append(text, 0, reasoning: false, "one two");
        Append(text, 0, reasoning: true, "three");
        Append(text, 1, reasoning: false, "four");
        text.SetToolName(1, 0, "five");
        text.AppendToolArguments(1, 0, "six seven"u8, escaped: false);
        Assert.Equal(7, AnswerTokens.Count(text, new WordCounter(), TestContext.Current.CancellationToken));
        Assert.Null(AnswerTokens.Count(new TextCollector(), new WordCounter(), TestContext.Current.CancellationToken));
        Assert.Equal(Assert.Single(await RunAsync(new WordCounter(), new RunItem(Record(text), default, null, 0))).Record!.TokenizerTokens, 7);
    }

    [Fact]
    public async Task Counter_that_fails_loses_no_record()
    {
        var channel = Channel.CreateUnbounded<RunItem>();
        var queue = new TokenCountQueue(channel.Writer, 10);
        var loop = new TokenCountLoop(queue, channel.Writer, new WordCounter { Problem = "no" }, TestContext.Current.CancellationToken);
        loop.Start();
        Assert.True(queue.TryWrite(Item("a")) && queue.TryWrite(Item("b")));
        queue.Complete();
        var items = await channel.Reader.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, items.Count);
        Assert.Equal((2, "no"), (loop.Uncounted, loop.Problem));
    }

    [Fact]
    public async Task Bug_of_a_counter_loses_no_record_either()
    {
        var channel = Channel.CreateUnbounded<RunItem>();
        var queue = new TokenCountQueue(channel.Writer, 2);
        var loop = new TokenCountLoop(queue, channel.Writer, new WordCounter { IsBroken = true }, TestContext.Current.CancellationToken);
        loop.Start();
        for (var i = 0; i < 20; i++)
            await queue.WriteAsync(Item("a"), TestContext.Current.CancellationToken);
        queue.Complete();
        var items = await channel.Reader.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal((20, 20), (items.Count, loop.Uncounted));
        Assert.StartsWith("NotSupportedException: ", loop.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_ends_the_count_that_is_under_way_and_the_rest_is_uncounted()
    {
        using var stop = new CancellationTokenSource();
        var channel = Channel.CreateUnbounded<RunItem>();
        var queue = new TokenCountQueue(channel.Writer, 10);
        var loop = new TokenCountLoop(queue, channel.Writer, new WordCounter { IsEndless = true }, stop.Token);
        loop.Start();
        Assert.True(queue.TryWrite(Item("a")) && queue.TryWrite(Item("b")));
        queue.Complete();
        stop.CancelAfter(50);
        var items = await channel.Reader.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal((2, 2, "interrupted"), (items.Count, loop.Uncounted, loop.Problem));
    }

    [Fact]
    public async Task Phases_overtake_texts_but_for_the_last()
    {
        var channel = Channel.CreateUnbounded<RunItem>();
        var queue = new TokenCountQueue(channel.Writer, 10);
        queue.TryWrite(Item("a"));
        queue.TryWrite(new RunItem(null, RunPhase.Draining, null, 1));
        queue.TryWrite(new RunItem(null, RunPhase.Finished, null, 2));
        Assert.Equal(RunPhase.Draining, Assert.Single(Read(channel)).Phase);
        new TokenCountLoop(queue, channel.Writer, new WordCounter(), TestContext.Current.CancellationToken).Start();
        queue.Complete();
        var rest = await channel.Reader.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(rest[0].Record);
        Assert.Equal(RunPhase.Finished, rest[1].Phase);
    }

    [Fact]
    public async Task Texts_beyond_the_limit_wait_and_are_not_lost()
    {
        var channel = Channel.CreateUnbounded<RunItem>();
        var queue = new TokenCountQueue(channel.Writer, 10, maxChars: 5);
        Assert.True(queue.TryWrite(Item("four")));
        Assert.True(queue.TryWrite(Item("more")));
        Assert.False(queue.TryWrite(Item("no")));
        var waiting = queue.WriteAsync(Item("no"), TestContext.Current.CancellationToken).AsTask();
        Assert.False(waiting.IsCompleted);
        new TokenCountLoop(queue, channel.Writer, new WordCounter(), TestContext.Current.CancellationToken).Start();
        await waiting;
        queue.Complete();
        Assert.Equal(3, (await channel.Reader.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken)).Count);
    }

    private static async Task<List<RunItem>> RunAsync(ITokenCounter counter, params RunItem[] items)
    {
        var channel = Channel.CreateUnbounded<RunItem>();
        var queue = new TokenCountQueue(channel.Writer, 100);
        new TokenCountLoop(queue, channel.Writer, counter, TestContext.Current.CancellationToken).Start();
        foreach (var item in items)
            Assert.True(queue.TryWrite(item));
        queue.Complete();
        return await channel.Reader.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
    }

    private static RunItem Item(string text, TokenSource source = TokenSource.Chunks, long tokens = 1, StreamWarnings warnings = StreamWarnings.None)
    {
        var collector = new TextCollector();
        Append(collector, 0, reasoning: false, text);
        return new RunItem(Record(collector, source, tokens, warnings), default, null, 0);
    }

    private static RequestRecord Record(TextCollector text, TokenSource source = TokenSource.Chunks, long tokens = 1, StreamWarnings warnings = StreamWarnings.None) => new()
    {
        Id = 0,
        Group = "chat",
        Endpoint = "chat",
        Streaming = true,
        Warmup = false,
        Outcome = Outcome.Ok,
        Marks = new RequestMarks { Scheduled = RecordFactory.RunStart },
        OutputTokens = tokens,
        TokenSource = source,
        Warnings = warnings,
        Text = text,
    };

    private static void Append(TextCollector text, int choice, bool reasoning, string what)
    {
        if (reasoning)
            text.AppendReasoning(choice, Encoding.UTF8.GetBytes(what), escaped: false);
        else
            text.AppendText(choice, Encoding.UTF8.GetBytes(what), escaped: false);
    }

    private static List<RunItem> Read(Channel<RunItem> channel)
    {
        var items = new List<RunItem>();
        while (channel.Reader.TryRead(out var item))
            items.Add(item);
        return items;
    }

    private sealed class WordCounter : ITokenCounter
    {
        public ConcurrentQueue<string?> Threads { get; } = [];

        public string? Problem { get; init; }

        public bool IsBroken { get; init; }

        public bool IsEndless { get; init; }

        public string Description => "words";

        public int Count(string text, CancellationToken cancel)
        {
            if (IsEndless)
                cancel.WaitHandle.WaitOne();
            cancel.ThrowIfCancellationRequested();
            Threads.Enqueue(Thread.CurrentThread.Name);
            if (IsBroken)
                throw new NotSupportedException();
            return Problem is { } problem ? throw new TokenCountException(problem) : text.Split(' ').Length;
        }

        public void Dispose()
        {
        }
    }
}
