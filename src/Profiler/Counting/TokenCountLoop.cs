using System.Threading.Channels;
using VllmStream.Profiling.Linux;
using VllmStream.Profiling.Load;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Tokens;

namespace VllmStream.Profiling.Counting;

/// <summary>Counts the tokens of answers that have ended, between the load and the aggregator, on a thread of its own.</summary>
/// <remarks>Wakes by the clock, as the aggregator does. What it has not counted when the load is over it counts then.</remarks>
internal sealed class TokenCountLoop(TokenCountQueue queue, ChannelWriter<RunItem> counted, ITokenCounter counter, CancellationToken stop)
{
    /// <summary>Name of its thread.</summary>
    public const string ThreadName = "tokens";

    private static readonly TimeSpan Wake = TimeSpan.FromMilliseconds(10);

    /// <summary>Answers that could not be counted. Read it when the loop is over.</summary>
    public long Uncounted { get; private set; }

    /// <summary>Why the first of them could not be.</summary>
    public string? Problem { get; private set; }

    /// <summary>Begins; the aggregator's channel is complete when everything has gone through.</summary>
    public void Start() => new Thread(Run) { IsBackground = true, Name = ThreadName }.Start();

    private void Run()
    {
        Exception? failure = null;
        try
        {
            ThreadUrgency.GiveWay();
            Loop();
            failure = queue.Texts.Completion.Exception?.InnerException;
        }
        catch (Exception e)
        {
            // A bug here must not hold the load: what still comes is taken and thrown away, and the run ends with this.
            failure = e;
            counted.TryComplete(e);
            while (!queue.Texts.Completion.IsCompleted)
            {
                while (queue.Texts.TryRead(out var item))
                    queue.Done(item.Record?.Text?.Length ?? 0);
                Thread.Sleep(Wake);
            }
        }
        finally
        {
            counted.TryComplete(failure);
        }
    }

    private void Loop()
    {
        while (true)
        {
            // careful: completion is looked at before the batch, so that nothing written in between is missed.
            var complete = queue.Texts.Completion.IsCompleted;
            while (queue.Texts.TryRead(out var item))
            {
                if (item.Record is { } record)
                    Count(record);
                while (!counted.TryWrite(item))
                    Thread.Sleep(Wake);
            }
            if (complete)
                return;
            Thread.Sleep(Wake);
        }
    }

    private void Count(RequestRecord record)
    {
        var text = record.Text!;
        record.Text = null;
        var chars = text.Length;
        try
        {
            if (!record.IsTextGenerated)
                return;
            stop.ThrowIfCancellationRequested();
            if (AnswerTokens.Count(text, counter, stop) is { } tokens)
                record.CountBy(tokens);
        }
        // careful: whatever it is. A run is not lost over what may be wrong with one text.
        catch (Exception e)
        {
            Uncounted++;
            Problem ??= e switch
            {
                TokenCountException => e.Message,
                OperationCanceledException => "interrupted",
                _ => $"{e.GetType().Name}: {e.Message}",
            };
        }
        finally
        {
            queue.Done(chars);
        }
    }
}
