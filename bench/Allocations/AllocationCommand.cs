using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using VllmStream.Bench.Loads;
using VllmStream.Profiling;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Api.Endpoints;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;
using VllmStream.Sse;

namespace VllmStream.Bench.Allocations;

/// <summary>Bytes allocated per event, token, read and request, held against bench/budgets.json; the exit code is 1 when one is over.</summary>
/// <remarks>Counts, not times: the same on a busy machine. Whole runs go against a simulator in another process.</remarks>
internal static class AllocationCommand
{
    private const int Events = 200_000;
    private const string Chunk = "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" token\"},\"logprobs\":null,\"finish_reason\":null,\"token_ids\":null}]}\n\n";

    private static readonly LoadOptions InFlight = new() { Concurrency = 24 };

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--types"))
        {
            using var types = new AllocationTypes();
            await MeasureRunAsync(InFlight, tokens: 16, requests: 60_000);
            types.Print();
            return 0;
        }
        var perSecond = await MeasureSecondAsync();
        var shortRun = await MeasureRequestAsync(tokens: 16, requests: 8_000, perSecond);
        // Longer answers need fewer requests for as many reads.
        var longRun = await MeasureRequestAsync(tokens: 144, requests: 2_000, perSecond);
        // Both differ by 128 tokens a request and nothing else: one read per token here, so the difference is the price of a read.
        var perRead = (longRun - shortRun) / 128;
        var results = new (string Name, double Bytes, string What)[]
        {
            ("sse_event_bytes", MeasureParser(), "SseReader, per event"),
            ("token_pipe_to_marks_bytes", MeasureAnswer(), "body bytes to marks, per token"),
            ("socket_read_bytes", perRead, "socket to marks, per read (epoll transport)"),
            ("second_bytes", perSecond, "a second of a run without a screen, whatever it sends: interval, health"),
            ("request_bytes", shortRun - 16 * perRead, "a request without its reads: plan, head, record, NDJSON line, figures"),
        };

        using var budgets = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "budgets.json")));
        var over = 0;
        foreach (var (name, bytes, what) in results)
        {
            var budget = budgets.RootElement.GetProperty(name).GetDouble();
            // Half a byte is what a few stray allocations of the runtime come to over so many events.
            var isOver = bytes > budget + 0.5;
            over += isOver ? 1 : 0;
            Console.WriteLine($"{(isOver ? "OVER" : "ok"),-5} {bytes,9:0.0} B of {budget,6:0}  {what}");
        }
        return over == 0 ? 0 : 1;
    }

    private static double MeasureParser()
    {
        ReadOnlyMemory<byte> body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Chunk, 1000)));
        var reader = new SseReader(SseReader.DefaultMaxEventBytes);
        Feed(1000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Feed(Events);
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Events;

        void Feed(int events)
        {
            for (var done = 0; done < events; done += 1000)
            {
                var input = body;
                while (reader.TryRead(ref input, out _))
                {
                }
            }
        }
    }

    private static double MeasureAnswer()
    {
        const int Tokens = 1000;
        using var answer = new AnswerReader();
        var body = Encoding.UTF8.GetBytes(Chunk);
        var endpoint = new ChatEndpoint();
        long allocated = 0;
        Feed(20);
        Feed(Events / Tokens);
        return (double)allocated / Events;

        // What an answer costs at its begin and end belongs to the request; between them a token costs what is counted here.
        void Feed(int answers)
        {
            allocated = 0;
            for (var n = 0; n < answers; n++)
            {
                var marks = new RequestMarks { Sent = 1 };
                answer.Begin(endpoint, streamAsked: true, "text/event-stream", choices: 1, meter: null, text: null);
                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var i = 0; i < Tokens; i++)
                {
                    var input = new ReadOnlySequence<byte>(body);
                    answer.Read(ref input, 1000 + i, ref marks);
                }
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
                var rest = ReadOnlySequence<byte>.Empty;
                ArrayPool<int>.Shared.Return(answer.Complete(ref rest, ref marks, BodyEnd.Stopped).Gaps);
            }
        }
    }

    // What a run costs by time is taken off: a busy machine needs longer for as many requests.
    private static async Task<double> MeasureRequestAsync(int tokens, int requests, double perSecond)
    {
        var (bytes, seconds, counted) = await MeasureRunAsync(InFlight, tokens, requests);
        return (bytes - perSecond * seconds) / counted;
    }

    // A handful of requests each second, which are counted in.
    private static async Task<double> MeasureSecondAsync()
    {
        var (bytes, seconds, _) = await MeasureRunAsync(new LoadOptions { Kind = LoadKind.Open, RatePerSecond = 5 }, tokens: 16, requests: 40);
        return bytes / seconds;
    }

    private static async Task<(long Bytes, double Seconds, int Requests)> MeasureRunAsync(LoadOptions load, int tokens, int requests)
    {
        using var simulator = Process.Start(new ProcessStartInfo(VllmstreamClient.ProgramOr(null), ["sim", "--port", "0", "--ttft", "2ms", "--itl", "1ms"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var address = (await simulator.StandardOutput.ReadLineAsync())!.Split(' ')[1];
            if (!TargetText.TryParse(address, out var target, out var problem))
                throw new InvalidDataException(problem);
            var options = new RunOptions
            {
                Target = target.Url,
                Load = load,
                Workload = new WorkloadOptions { InputTokens = new LengthSpec(32, 0), OutputTokens = new LengthSpec(tokens, 0), IgnoreEos = true, Seed = 1 },
                Limits = new LimitOptions { Duration = null, Requests = requests, WarmupRequests = load.Kind == LoadKind.Open ? 0 : 300 },
                // What is read once a second costs by time, and not by request.
                Watch = new WatchOptions { ReadsMetrics = false, Gpu = GpuSource.Off },
            };
            var sink = new CountingStream();
            using var run = ProfilerRun.Create(options, new RunSinks { OpenNdjson = () => sink });
            var result = await run.RunAsync();
            if (result.Summary.Totals.Ok != requests)
                throw new InvalidOperationException($"only {result.Summary.Totals.Ok} of {requests} requests went well");
            return sink.Counted ?? throw new InvalidOperationException("the run was too short to be counted");
        }
        finally
        {
            simulator.Kill();
            await simulator.WaitForExitAsync();
        }
    }
}
