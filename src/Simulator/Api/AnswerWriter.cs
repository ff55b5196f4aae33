namespace VllmStream.Simulation;

/// <summary>
/// Carries one request from engine to wire. Everything between two tokens runs on the timing thread, so nothing here
/// blocks, and whatever is larger than a token's write first leaves that thread.
/// </summary>
internal sealed class AnswerWriter(AnswerSink sink, AcceptedRequest accepted, ITokenSource source, RequestMeter meter, StreamInterval interval, EmissionRecord? record)
{
    public async Task WriteStreamAsync(AnswerHead head)
    {
        // Headers leave at once, as uvicorn sends them before the engine has anything.
        await sink.HeadAsync(head);

        using var buffer = new ChunkBuffer();
        var format = StreamFormat.For(accepted);
        var open = accepted.Plans.Count;
        var kind = EmissionKind.First;
        if (format.AppendOpening(buffer) is var opening and > 0) await WriteOtherAsync(buffer, opening, EmissionKind.Opening);
        while (await source.MoveNextAsync())
        {
            var step = source.Current;
            meter.Step(step);
            if (!interval.Passes(ref step)) continue;
            if (kind != EmissionKind.First) kind = step.IsLast ? EmissionKind.Finish : EmissionKind.Token;
            buffer.Clear();
            var sseEvents = format.Append(buffer, step);
            var written = MonotonicClock.Now;
            await sink.WriteAsync(buffer.Written, step.Tokens);
            record?.Add(new EmissionEvent(step.DueTicks, written, MonotonicClock.Now, step.Choice, step.Tokens, sseEvents, kind));
            kind = EmissionKind.Token;
            if (step.IsLast) Finished(step.Choice, ref open);
        }

        if (open == 0)
        {
            buffer.Clear();
            if (format.AppendUsage(buffer) is var usage and > 0) await WriteOtherAsync(buffer, usage, EmissionKind.Usage);
            buffer.Clear();
            if (format.AppendEnd(buffer) is var end and > 0) await WriteOtherAsync(buffer, end, EmissionKind.Done);
        }

        await sink.EndAsync();

        // What Kestrel does after the end of a request, the next one on the connection included, is no work for the timing thread.
        await Task.Yield();
    }

    public async Task WriteWholeAsync(AnswerHead head)
    {
        var open = accepted.Plans.Count;
        var due = 0L;
        while (await source.MoveNextAsync())
        {
            var step = source.Current;
            due = step.DueTicks;
            meter.Step(step);
            if (step.IsLast) Finished(step.Choice, ref open);
        }

        await Task.Yield();
        if (open != 0) return;
        var body = WholeAnswerFormat.Write(accepted);
        head.ContentLength = body.Length;
        await sink.HeadAsync(head);
        var written = MonotonicClock.Now;
        await sink.WriteAsync(body, accepted.OutputTokens);
        record?.Add(new EmissionEvent(due, written, MonotonicClock.Now, 0, accepted.OutputTokens, 0, EmissionKind.Body));
        await sink.EndAsync();
    }

    private async Task WriteOtherAsync(ChunkBuffer buffer, int sseEvents, EmissionKind kind)
    {
        var written = MonotonicClock.Now;
        await sink.WriteAsync(buffer.Written, tokens: 0);
        record?.Add(new EmissionEvent(0, written, MonotonicClock.Now, 0, 0, sseEvents, kind));
    }

    private void Finished(int choice, ref int open)
    {
        open--;
        if (record is not null) record.Finishes[choice] = accepted.Plans[choice].Finish;
    }
}
