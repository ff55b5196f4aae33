using System.Threading.Channels;
using VllmStream.Profiling.Load;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Probing;
using VllmStream.Profiling.Tokens;

namespace VllmStream.Profiling.Counting;

/// <summary>The tokenizer of a run, from its file or server to what is said of it in the end.</summary>
internal sealed class TokenCounting : IDisposable
{
    // As many as may wait for the aggregator.
    private const int Capacity = 65_536;

    private ITokenCounter? _counter;
    private TokenCountQueue? _queue;
    private TokenCountLoop? _loop;

    private TokenCounting(ITokenCounter? counter) => _counter = counter;

    /// <summary>What counts; null until it is known.</summary>
    public string? Description => _counter?.Description;

    /// <summary>Answers that wait to be counted.</summary>
    public int Waiting => _queue?.Texts.Count ?? 0;

    /// <summary>What the summary says of answers that were not counted.</summary>
    public IReadOnlyList<Finding> Findings => _loop is { Uncounted: > 0 and var answers }
        ? [new Finding("warning", "tokenizer_failed", $"the tokenizer did not count {answers} answers: {_loop.Problem}")]
        : [];

    /// <summary>The counting of a run; null when nobody is to count. A vocabulary is loaded here, which takes up to a second.</summary>
    /// <exception cref="OptionException">It cannot be loaded.</exception>
    public static TokenCounting? Of(RunOptions options)
    {
        if (options.Tokenizer is not { } tokenizer)
            return null;
        if (tokenizer.Path is not { } path)
            return new TokenCounting(counter: null);
        var counting = new TokenCounting(TokenizerFiles.Load(path));
        // A vocabulary is some hundred thousand objects that stay. Two collections now make them old; the first ones under load would
        // copy them, and hold every send meanwhile for 100 ms.
        GC.Collect();
        GC.Collect();
        return counting;
    }

    /// <summary>Makes sure that a server that is to count can do so.</summary>
    /// <returns>Why it cannot; null when it can.</returns>
    public async Task<StartFailure?> AskServerAsync(RunOptions options, string model, CancellationToken stop)
    {
        if (_counter is not null)
            return null;
        _counter = new ServerTokenizer(options.Target, options.Connection, options.Timeouts.Connect, model);
        try
        {
            await Task.Run(() => _counter.Count("one two", stop), stop);
            return null;
        }
        catch (TokenCountException e)
        {
            return new StartFailure($"--tokenizer server: {e.Message}", "--tokenizer FILE");
        }
    }

    /// <summary>Begins to count.</summary>
    /// <param name="aggregator">Where records go once they are counted.</param>
    /// <param name="stop">Lets the rest go on uncounted.</param>
    /// <returns>Where the load writes.</returns>
    public ChannelWriter<RunItem> Start(ChannelWriter<RunItem> aggregator, CancellationToken stop)
    {
        _queue = new TokenCountQueue(aggregator, Capacity);
        _loop = new TokenCountLoop(_queue, aggregator, _counter!, stop);
        _loop.Start();
        return _queue;
    }

    /// <inheritdoc/>
    public void Dispose() => _counter?.Dispose();
}
