using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Server;

namespace VllmStream.Profiling.Probing;

/// <summary>The sentences for a server that cannot be used.</summary>
internal static class StartFailures
{
    private const int Unauthorized = 401;
    private const int Forbidden = 403;
    private const int NotFound = 404;

    /// <summary>The server could not even be asked for its models.</summary>
    public static StartFailure Of(TargetUrl target, DiscoveryFailure failure) => failure switch
    {
        { Tls: { } problem } => new(problem.Text, problem.Attempt),
        { IsHttp1: true } => new($"{target.Root} answers in HTTP/1.1 and not in HTTP/2", "without --http2"),
        { Status: null } => new($"{target.Root} not reachable: {failure.Text}", "--wait 60s for a server that is starting, or --sim for none"),
        { Status: Unauthorized or Forbidden } => new($"server refused: {failure.Text}", "--api-key-env NAME"),
        _ => new($"model unknown: {failure.Text}", "-m NAME"),
    };

    /// <summary>The server lists no model and none was named.</summary>
    public static StartFailure NoModel(TargetUrl target) => new($"{target.UrlOf("models")} lists no model", "-m NAME");

    /// <summary>The probe was no success.</summary>
    public static StartFailure OfProbe(RequestRecord record, WorkloadOptions workload, IReadOnlyList<string> models)
    {
        var message = record.Error?.Message;
        if (record.Outcome is not (Outcome.HttpError or Outcome.RateLimited))
            return new($"probe failed: {Words.Of(record.Outcome)}{(message is null ? "" : $": {message}")}", Attempt(record));

        var text = string.IsNullOrEmpty(message) ? "" : $" \"{message}\" (server text)";
        var attempt = record.HttpStatus switch
        {
            Unauthorized or Forbidden => "--api-key-env NAME",
            NotFound when models.Count > 0 => $"-m {models[0]}",
            >= 400 and < 500 when workload.OutputTokens.Mean > 1 => $"--osl {Math.Max(1, workload.OutputTokens.Mean / 4)}, or --no-probe to send the load all the same",
            _ => null,
        };
        return new($"probe refused: {record.HttpStatus}{text}; sent max_tokens={workload.OutputTokens.Mean}", attempt);
    }

    private static string? Attempt(RequestRecord record) => record.Outcome switch
    {
        _ when record.Error?.Kind == "not_http2" => "without --http2",
        Outcome.TimeoutFirstToken => "--timeout-first-token 300s",
        _ => null,
    };
}
