using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.Sweeps;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output.Sweeps;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Output;

/// <summary>Serialisation of every line type, made at compile time: works when compiled ahead of time, and knows no type it should not.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(RunStartedLine))]
[JsonSerializable(typeof(ProbeLine))]
[JsonSerializable(typeof(PhaseLine))]
[JsonSerializable(typeof(LevelLine))]
[JsonSerializable(typeof(WindowLine))]
[JsonSerializable(typeof(RequestLine))]
[JsonSerializable(typeof(IntervalLine))]
[JsonSerializable(typeof(ServerLine))]
[JsonSerializable(typeof(NoteLine))]
[JsonSerializable(typeof(SummaryLine))]
[JsonSerializable(typeof(SweepStartedLine))]
[JsonSerializable(typeof(StageLine))]
[JsonSerializable(typeof(SweepSummaryLine))]
internal sealed partial class NdjsonContext : JsonSerializerContext
{
    /// <summary>As the lines are defined; for the schema.</summary>
    public static NdjsonContext Plain { get; } = new(MakeOptions());

    /// <summary>For reading files, which may be damaged: no null where there must be something, and no number that none could be. What is missing is as it is by default.</summary>
    public static NdjsonContext Reading { get; } = new(new JsonSerializerOptions(MakeOptions()) { RespectNullableAnnotations = true, Converters = { new FileNumberConverter() } });

    /// <summary>For writing: every string that is not a word of ours is cleaned.</summary>
    public static NdjsonContext For(Redactor redactor)
    {
        var options = MakeOptions();
        options.Converters.Add(new RedactingConverter(redactor));
        options.Converters.Add(new RedactingListConverter(redactor));
        options.Converters.Add(new RequestMetricsConverter());
        return new NdjsonContext(options);
    }

    private static JsonSerializerOptions MakeOptions() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,

        // "ttft < 500ms" and "你好" should be readable in the file; it is no HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new SnakeWordConverter<Outcome>(),
            new SnakeWordConverter<TokenSource>(),
            new SnakeWordConverter<StreamShapeKind>(),
            new SnakeWordConverter<RunPhase>(),
            new SnakeWordConverter<ComparisonOperator>(),
            new SnakeWordConverter<SweepLoad>(),
            new SnakeWordConverter<StageVerdict>(),
            new SnakeWordConverter<StageCause>(),
            new SnakeWordConverter<SweepEnd>(),
            new SnakeWordConverter<CollapseKind>(),
        },
    };
}
