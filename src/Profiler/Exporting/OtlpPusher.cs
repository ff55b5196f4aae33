using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Server;

namespace VllmStream.Profiling.Exporting;

/// <summary>Pushes the figures to a collector every ten seconds and once at the end: OTLP over HTTP, binary. Threads of the pool; nobody waits for it but the end of the process.</summary>
public sealed class OtlpPusher : IAsyncDisposable
{
    private const string ContentType = "application/x-protobuf";

    // The port that collectors take gRPC at, where HTTP is answered with something odd.
    private const int GrpcPort = 4317;
    private const long MaxAnswerBytes = 64 * 1024;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(5);

    // At the end somebody waits.
    private static readonly TimeSpan LastAnswerTime = TimeSpan.FromSeconds(2);

    private readonly ServerClient _client;
    private readonly MetricsAddress _address;
    private readonly Func<LiveFigures> _figures;
    private readonly Action<string> _warn;
    private readonly Redactor _redactor;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _pushing;
    private bool _isTold;

    /// <summary>Begins to push, ten seconds from now.</summary>
    /// <param name="address">Where.</param>
    /// <param name="headers">What goes along, such as a key.</param>
    /// <param name="options">How the server under load is reached: its proxy and its trust hold here too, its key does not.</param>
    /// <param name="figures">What is pushed.</param>
    /// <param name="warn">Hears once, without the word "warning", that a collector does not take it.</param>
    public OtlpPusher(MetricsAddress address, IReadOnlyList<HeaderOption> headers, RunOptions options, Func<LiveFigures> figures, Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(options);
        // A collector may repeat what it was sent, in a text that it rejects it with.
        (_address, _figures, _warn, _redactor) = (address, figures, warn, Redactor.Of(options, address, headers));
        // careful: as another origin even where it is the same one: a key of the load is not for the collector beside it.
        var reached = address.AsOther(options.Connection);
        _client = new ServerClient(
            address.Origin, reached with { Headers = [.. reached.Headers.Where(ours => !headers.Any(header => header.Name.Equals(ours.Name, StringComparison.OrdinalIgnoreCase))), .. headers, new HeaderOption("Content-Type", new Secret(ContentType))] },
            AnswerTime, MaxAnswerBytes, accept: ContentType);
        _pushing = PushLoopAsync();
    }

    /// <summary>Pushes what there is now; in vain is told once.</summary>
    public Task PushAsync() => PushAsync(LastAnswerTime, CancellationToken.None);

    /// <summary>Pushes a last time, which takes two seconds at most.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pushing;
        await PushAsync();
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task PushLoopAsync()
    {
        using var timer = new PeriodicTimer(Period);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
                await PushAsync(AnswerTime, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The last push comes after it.
        }
    }

    // careful: throws nothing but the end: a collector is no part of the measurement.
    private async Task PushAsync(TimeSpan atMost, CancellationToken cancel)
    {
        var figures = _figures();
        if (figures.Identity is not { } identity)
            return;
        string? problem;
        try
        {
            var now = figures.Clock.StartedAt.AddMilliseconds(figures.Clock.ElapsedMs);
            var message = OtlpMessage.Of(figures.Newest, identity, figures.Clock.StartedAt, now);
            var (answer, failure) = await _client.AskAsync(_address.Url, message, atMost, cancel);
            problem = failure?.Text ?? (answer!.IsSuccess ? OtlpAnswer.Rejection(answer.Body.Span) : $"{answer.Status} {answer.Reason}".TrimEnd());
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            problem = e.Message;
        }

        if (problem is null || _isTold)
            return;
        _isTold = true;
        var hint = _address.Origin.Port == GrpcPort ? "; 4317 is usually gRPC, and OTLP over HTTP is at 4318" : "";
        _warn($"metrics do not reach {_address.Shown}: {_redactor.Clean(problem.Replace(_address.Url, _address.Shown, StringComparison.Ordinal))}{hint}; the run goes on without");
    }
}
