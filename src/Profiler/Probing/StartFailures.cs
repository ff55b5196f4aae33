using System.Buffers;
using VllmStream.Profiling.Api.Endpoints;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Server;

namespace VllmStream.Profiling.Probing;

/// <summary>The sentences for a server that cannot be used.</summary>
internal static class StartFailures
{
    private const int BadRequest = 400;
    private const int Unauthorized = 401;
    private const int Forbidden = 403;
    private const int NotFound = 404;
    private const int MethodNotAllowed = 405;
    private const int ProxyAuthenticationRequired = 407;
    private const int NotImplemented = 501;

    /// <summary>The server could not even be asked for its models.</summary>
    public static StartFailure Of(RunOptions options, DiscoveryFailure failure) => failure switch
    {
        { Tls: { } problem } => new(problem.Text, problem.Attempt),
        { IsHttp1: true } => new($"{options.Target.Root} answers in HTTP/1.1 and not in HTTP/2", "without --http2"),
        { ProxyStatus: { } status } => OfProxy(options, status),
        { Status: { } status } => OfAnswer(options.Connection, status, failure),
        _ => new($"{options.Target.Root} not reachable: {failure.Text.TrimEnd('.')}", "--wait 60s for a server that is starting, or --sim for none"),
    };

    /// <summary>The server lists no model and none was named.</summary>
    public static StartFailure NoModel(TargetUrl target) => new($"{target.UrlOf("models")} lists no model", "-m NAME");

    /// <summary>The probe was no success.</summary>
    public static StartFailure OfProbe(RequestRecord record, RunOptions options, IReadOnlyList<string> models)
    {
        var workload = options.Workload;
        var message = record.Error?.Message;
        if (record.Outcome is not (Outcome.HttpError or Outcome.RateLimited))
            return new($"probe failed: {Words.Of(record.Outcome)}{(message is null ? "" : $": {message}")}", Attempt(record));

        var text = string.IsNullOrEmpty(message) ? "" : $" \"{message}\" (server text)";
        var attempt = record.HttpStatus switch
        {
            Unauthorized or Forbidden => "--api-key-env NAME",
            BadRequest when IsAboutCertificate(message) => OfCertificate(options.Connection),
            NotFound when models.Count > 0 => $"-m {models[0]}",
            >= 400 and < 500 when workload.OutputTokens.Mean > 1 => $"--osl {Math.Max(1, workload.OutputTokens.Mean / 4)}, or --no-probe to send the load all the same",
            _ => null,
        };
        return new($"probe refused: {record.HttpStatus}{text}; sent max_tokens={workload.OutputTokens.Mean}", attempt);
    }

    private static StartFailure OfAnswer(ConnectionOptions connection, int status, DiscoveryFailure failure)
    {
        var message = ErrorBody.Read(status, new ReadOnlySequence<byte>(failure.Body), new ModelsEndpoint()).Message;
        // An error page repeats the status.
        var said = string.IsNullOrEmpty(message) || failure.Text.StartsWith(message, StringComparison.Ordinal) ? "" : $" \"{message}\" (server text)";
        if (status is Unauthorized or Forbidden)
            return new($"server refused: {failure.Text}{said}", "--api-key-env NAME");
        var attempt = status switch
        {
            BadRequest when IsAboutCertificate(message) => OfCertificate(connection),
            NotFound or MethodNotAllowed or NotImplemented or < 300 => "-m NAME",
            >= 500 => "--wait 60s for a server that is starting",
            _ => null,
        };
        return new($"model unknown: {failure.Text}{said}", attempt);
    }

    // nginx lets whoever shows none finish the handshake, and says it here.
    private static bool IsAboutCertificate(string? message) => message is not null && message.Contains("SSL certificate", StringComparison.OrdinalIgnoreCase);

    private static string? OfCertificate(ConnectionOptions connection) => connection.ClientCertFile is null ? "--cert client.pem" : null;

    private static StartFailure OfProxy(RunOptions options, int status)
    {
        var connection = options.Connection;
        var proxy = connection.Proxy!;
        if (status != ProxyAuthenticationRequired)
        {
            return new($"the proxy {connection.ProxyName} opens no way to {options.Target.Authority}: {status}",
                status >= 500 ? "--wait 60s for a server that is starting, or --proxy none" : "--proxy none for a direct connection");
        }
        return new(
            $"the proxy {connection.ProxyName} {(proxy.UserInfo.Length == 0 ? "wants a user and a password" : "does not take the user and the password of its URL")} (407)",
            // careful: with http:// in front it would be taken for a password that must not be shown.
            $"--proxy user:password@{proxy.Authority}");
    }

    private static string? Attempt(RequestRecord record) => record.Outcome switch
    {
        _ when record.Error?.Kind == "not_http2" => "without --http2",
        Outcome.TimeoutFirstToken => "--timeout-first-token 300s",
        _ => null,
    };
}
