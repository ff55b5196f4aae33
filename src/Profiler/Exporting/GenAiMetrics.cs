using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Exporting;

/// <summary>The figures whose meaning is that of OpenTelemetry's conventions for clients of generative AI, once more under those names. Pure.</summary>
/// <remarks>
/// Not time_to_first_chunk and time_per_output_chunk: theirs begin with any chunk, ours with the first that has a token. Nor
/// gen_ai.server.*, which are for a server to say.
/// </remarks>
internal static class GenAiMetrics
{
    // What the conventions have for a value that is not known.
    private const string Other = "_OTHER";

    /// <summary>Name, unit and series.</summary>
    public static IEnumerable<(string Name, string Unit, LiveFamily Family)> Of(LiveCapture capture, LiveIdentity identity)
    {
        var e2e = RunFamilies.Of(MetricFamily.All.First(family => family.Metric == MetricId.E2e));
        var duration = PointsOf(e2e, tokenType: null).ToArray();
        LivePoint[] usage = [.. PointsOf(LiveFamilies.RequestPromptTokens, "input"), .. PointsOf(LiveFamilies.RequestOutputTokens, "output")];
        if (duration.Length > 0)
            yield return ("gen_ai.client.operation.duration", "s", new LiveFamily(e2e, duration));
        if (usage.Length > 0)
            yield return ("gen_ai.client.token.usage", "{token}", new LiveFamily(LiveFamilies.RequestOutputTokens with { Help = "Input and output tokens of a success." }, usage));

        IEnumerable<LivePoint> PointsOf(MetricHeading heading, string? tokenType) =>
            capture.Families.Where(family => family.Heading.Name == heading.Name).SelectMany(family => family.Points).Select(point =>
            {
                var group = point.Labels[0].Value!;
                return point with
                {
                    Labels =
                    [
                        ("gen_ai.operation.name", OperationOf(capture.Endpoints.GetValueOrDefault(group))),
                        ("gen_ai.provider.name", identity.Run.ServerName?.ToLowerInvariant() ?? Other),
                        ("gen_ai.request.model", identity.Run.Model),
                        ("gen_ai.token.type", tokenType),
                        ("server.address", identity.Host),
                        (OtlpNames.ServerPort, $"{identity.Port}"),
                        (RunFamilies.Group, group),
                    ],
                };
            });
    }

    private static string OperationOf(string? endpoint) => endpoint is null ? Other : EndpointNames.OfName(endpoint) switch
    {
        EndpointKind.Chat or EndpointKind.Responses or EndpointKind.Messages => "chat",
        EndpointKind.Completions => "text_completion",
        EndpointKind.Embeddings => "embeddings",
        _ => endpoint,
    };
}
