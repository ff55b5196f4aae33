using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace VllmStream.Simulation;

/// <summary>
/// The routes, directly on Kestrel: a web host would bring configuration files, environment variables and a
/// Ctrl-C handler into whatever process embeds the simulator.
/// </summary>
internal sealed class SimulatorApplication(SimulatorOptions options, GenerationEndpoint generation, PoolingEndpoint pooling, EmissionLog log, MetricsPage metrics) : IHttpApplication<HttpContext>
{
    private readonly TokenizeEndpoint tokenize = new(options);
    private readonly ModelsEndpoint models = new(options);
    private readonly EmissionLogEndpoint emissionLog = new(log);
    private readonly ServerProfile profile = options.ServerProfile;
    private readonly byte[]? authorization = options.ApiKey is null ? null : Encoding.UTF8.GetBytes("Bearer " + options.ApiKey);

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public Task ProcessRequestAsync(HttpContext context)
    {
        context.Features.Get<RawConnection>()?.BeginRequest();
        context.Features.Set(profile);
        context.Response.Headers.Server = profile.Server;
        var path = context.Request.Path.Value ?? "";
        // As in vLLM, the key guards /v1 only: health and metrics stay open for probes and scrapers.
        if (path.StartsWith("/v1", StringComparison.Ordinal) && !IsAuthorized(context))
        {
            return JsonAnswer.WriteFieldAsync(context, StatusCodes.Status401Unauthorized, "error", "Unauthorized");
        }

        return (context.Request.Method, path) switch
        {
            ("POST", "/v1/chat/completions") => generation.HandleAsync(context, ApiKind.Chat),
            ("POST", "/v1/completions") => generation.HandleAsync(context, ApiKind.Completions),
            ("POST", "/v1/responses") => generation.HandleAsync(context, ApiKind.Responses),
            ("POST", "/v1/messages") => generation.HandleAsync(context, ApiKind.Messages),
            ("POST", "/v1/embeddings") => pooling.EmbedAsync(context),
            ("POST", "/v1/rerank" or "/rerank" or "/v2/rerank") => pooling.RerankAsync(context),
            ("POST", "/v1/score" or "/score") => pooling.ScoreAsync(context),
            ("POST", "/tokenize") => tokenize.HandleAsync(context),
            ("GET", "/v1/models") => models.HandleAsync(context),
            ("GET", "/health") => Task.CompletedTask,
            ("GET", "/version") => JsonAnswer.WriteFieldAsync(context, StatusCodes.Status200OK, "version", options.VllmVersion),
            ("GET", "/metrics") => WriteMetricsAsync(context),
            ("GET" or "DELETE", "/sim/log") => emissionLog.HandleAsync(context),
            (_, "/v1/chat/completions" or "/v1/completions" or "/v1/responses" or "/v1/messages" or "/v1/embeddings" or "/v1/rerank" or "/rerank"
                or "/v2/rerank" or "/v1/score" or "/score" or "/tokenize" or "/v1/models" or "/health" or "/version" or "/metrics" or "/sim/log") =>
                JsonAnswer.WriteFieldAsync(context, StatusCodes.Status405MethodNotAllowed, "detail", "Method Not Allowed"),
            _ => JsonAnswer.WriteFieldAsync(context, StatusCodes.Status404NotFound, "detail", "Not Found"),
        };
    }

    private bool IsAuthorized(HttpContext context) =>
        authorization is null || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString()), authorization);

    private Task WriteMetricsAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(metrics.Text());
    }
}
