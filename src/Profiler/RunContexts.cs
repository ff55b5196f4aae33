using VllmStream.Profiling.Api.Endpoints;
using VllmStream.Profiling.Http;
using VllmStream.Profiling.Http.Http2;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Options.Scenarios;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling;

/// <summary>What the requests of a run share, made from its options: where they go, and how each kind is written.</summary>
internal static class RunContexts
{
    /// <summary>One for each lane.</summary>
    public static IReadOnlyList<RunnerContext> Of(RunOptions options, ConnectTarget target, Scenario scenario, IReadOnlyList<Lane> lanes, Http2Client? http2, string run, ActiveRequests active)
    {
        IReadOnlyList<RequestRoute> routes = [.. scenario.Steps.Select(step => RouteOf(step, target, options))];
        return
        [
            .. lanes.Select(lane => new RunnerContext
            {
                Lane = lane,
                Target = target,
                Http2 = http2,
                Routes = routes,
                Timeouts = options.Timeouts,
                RequestIdPrefix = run,
                Active = active,
                KeepTexts = options.Tokenizer is not null,
                KeepBodies = options.Record == RecordDetail.Raw,
            }),
        ];
    }

    // Headers of the command line win over those of the scenario.
    private static RequestRoute RouteOf(ScenarioStep step, ConnectTarget target, RunOptions options)
    {
        var endpoint = EndpointTable.Of(step.Request.Endpoint, step.Request.EndpointPath);
        var hasBody = endpoint is not ModelsEndpoint && (endpoint is not PlainEndpoint || step.Request.ExtraBody is not null);
        var own = options.Connection.Headers;
        var connection = options.Connection with
        {
            Headers = [.. step.Headers.Where(header => !own.Any(ours => ours.Name.Equals(header.Name, StringComparison.OrdinalIgnoreCase))), .. own],
        };
        return new RequestRoute(endpoint, new HttpRequestWriter(target, options.Target.PathOf(endpoint.Path), connection, step.Request.IsStreamed, hasBody));
    }
}
