using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using VllmStream.Bench.Loads;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Api.Endpoints;
using VllmStream.Profiling.Http;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Transport;
using VllmStream.Sse;

namespace VllmStream.Bench.Ceiling;

/// <summary>The client of the firehose, in a process of its own: the product's transport, HTTP and parser, without a run around them.</summary>
/// <remarks>Each stream is read on its lane; the counts are shared and exact.</remarks>
internal sealed class FirehoseClient
{
    /// <summary>Its command.</summary>
    public const string Command = "firehose-client";

    /// <summary>Counts the events of the body.</summary>
    public const string Framing = "framing";

    /// <summary>Learns what each event says and takes marks and gaps.</summary>
    public const string Facts = "facts";

    private const int TokensPerAnswer = 20_000;

    // Role, finish reason, usage and end marker have an event each.
    private const int OtherEvents = 4;

    // Until the compiler has had its second look at the hot path.
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(4);

    private readonly Lane _lane;
    private readonly ConnectTarget _target;
    private readonly bool _facts;
    private readonly byte[] _request;
    private volatile bool _stopping;
    private long _events;

    private FirehoseClient(Lane lane, TargetUrl url, bool facts)
    {
        _lane = lane;
        _target = new ConnectTarget(url, new ConnectionOptions());
        _facts = facts;
        var body = $$"""{"model":"m","messages":[],"stream":true,"max_tokens":{{TokensPerAnswer}}}""";
        _request = Encoding.ASCII.GetBytes($"POST /v1/chat/completions HTTP/1.1\r\nHost: {url.HostHeader}\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    /// <summary>Runs it: address, mode, streams, seconds, transport. Prints events, seconds and CPU seconds.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (!TargetText.TryParse(arguments[0], out var address, out var problem))
            throw new BenchException(problem);
        using var lane = BenchTransport.Open(arguments[4]);
        var client = new FirehoseClient(lane, address.Url, arguments[1] == Facts);
        var seconds = int.Parse(arguments[3], CultureInfo.InvariantCulture);
        var streams = Enumerable.Range(0, int.Parse(arguments[2], CultureInfo.InvariantCulture)).Select(_ => lane.RunAsync(client.StreamLoopAsync)).ToArray();

        await Task.Delay(Warmup);
        var (events, cpu, begun) = (Interlocked.Read(ref client._events), Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        events = Interlocked.Read(ref client._events) - events;
        cpu = Environment.CpuUsage.TotalTime - cpu;
        var elapsed = Stopwatch.GetElapsedTime(begun);

        client._stopping = true;
        await Task.WhenAll(streams);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{events} {elapsed.TotalSeconds} {cpu.TotalSeconds}"));
        return 0;
    }

    private async ValueTask<bool> StreamLoopAsync()
    {
        var connect = await _lane.Transport.ConnectAsync(_target, CancellationToken.None);
        using var pipe = connect.Pipe ?? throw new BenchException(connect.Error!.Message ?? "no connection");
        using var exchange = new HttpExchange();
        using var answer = new AnswerReader();
        while (!_stopping)
        {
            exchange.Begin(pipe);
            await pipe.WriteAsync(_request);
            var head = await exchange.ReadHeadAsync();
            if (head.End != HeadEnd.Read || exchange.Head.Status != 200)
                throw new BenchException($"no answer: {head.Problem}");
            var events = _facts ? await ReadFactsAsync(exchange, answer) : await ReadEventsAsync(exchange);
            if (events != TokensPerAnswer + OtherEvents)
                throw new BenchException($"an answer had {events} events instead of {TokensPerAnswer + OtherEvents}");
        }
        return true;
    }

    private async Task<int> ReadEventsAsync(HttpExchange exchange)
    {
        using var sse = new SseReader();
        var events = 0;
        while (true)
        {
            var read = await exchange.ReadBodyAsync();
            var unread = exchange.Body.Unread.First;
            var before = events;
            while (sse.TryRead(ref unread, out _))
                events++;
            exchange.Body.KeepLast(unread.Length);
            Interlocked.Add(ref _events, events - before);
            if (read.State != BodyState.Open)
                return events;
        }
    }

    private async Task<int> ReadFactsAsync(HttpExchange exchange, AnswerReader answer)
    {
        var marks = new RequestMarks { Sent = 1 };
        answer.Begin(new ChatEndpoint(), streamAsked: true, exchange.Head.ContentType, choices: 1, meter: null, text: null);
        while (true)
        {
            var read = await exchange.ReadBodyAsync();
            var unread = exchange.Body.Unread;
            var before = answer.Events;
            answer.Read(ref unread, read.ArrivedTicks, ref marks);
            exchange.Body.KeepLast(unread.Length);
            Interlocked.Add(ref _events, answer.Events - before);
            if (read.State == BodyState.Open)
                continue;
            var result = answer.Complete(ref unread, ref marks, BodyEnd.Clean);
            ArrayPool<int>.Shared.Return(result.Gaps);
            return result.TokenEvents == TokensPerAnswer ? result.Events : 0;
        }
    }
}
