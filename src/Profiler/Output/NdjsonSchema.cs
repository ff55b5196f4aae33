using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Metrics.Sweeps;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output.Sweeps;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Output;

/// <summary>The JSON Schema of a line of a run file, made from the very types that write it. <c>docs/ndjson.schema.json</c> is its output.</summary>
public static class NdjsonSchema
{
    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    /// <summary>The schema as a document.</summary>
    public static JsonObject Create()
    {
        var definitions = new JsonObject();
        var choices = new JsonArray();
        foreach (var (word, type) in LineTypes)
        {
            var schema = NdjsonContext.Plain.Options.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions
            {
                TreatNullObliviousAsNonNullable = true,
                TransformSchemaNode = (at, node) => Describe(at, node),
            }).AsObject();
            Close(schema, word, type);
            Rebase(schema, word);
            definitions[word] = schema;
            choices.Add((JsonNode)new JsonObject { ["$ref"] = $"#/$defs/{word}" });
        }

        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "A line of a vllmstream run file",
            ["description"] = "One JSON object per line. The keys of a type are fixed and unknown is null; keys may be added within vllmstream/1.",
            ["oneOf"] = choices,
            ["$defs"] = definitions,
        };
    }

    /// <summary>The schema as text, with a line end at its end.</summary>
    public static string ToText()
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Readable))
            Create().WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    /// <summary>Line types by their word.</summary>
    internal static IReadOnlyList<(string Word, Type Type)> LineTypes { get; } =
    [
        (RunStartedLine.Word, typeof(RunStartedLine)),
        (ProbeLine.Word, typeof(ProbeLine)),
        (PhaseLine.Word, typeof(PhaseLine)),
        (LevelLine.Word, typeof(LevelLine)),
        (WindowLine.Word, typeof(WindowLine)),
        (RequestLine.Word, typeof(RequestLine)),
        (IntervalLine.Word, typeof(IntervalLine)),
        (ServerLine.Word, typeof(ServerLine)),
        (NoteLine.Word, typeof(NoteLine)),
        (SummaryLine.Word, typeof(SummaryLine)),
        (SweepStartedLine.Word, typeof(SweepStartedLine)),
        (StageLine.Word, typeof(StageLine)),
        (SweepSummaryLine.Word, typeof(SweepSummaryLine)),
    ];

    // The exporter refers to what it has written before from the root of its own document, which is a definition in ours.
    private static void Rebase(JsonNode? node, string word)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
                Rebase(item, word);
        }
        else if (node is JsonObject map)
        {
            if (map["$ref"] is JsonValue value && value.GetValue<string>() is ['#', '/', ..] at)
                map["$ref"] = $"#/$defs/{word}{at[1..]}";
            foreach (var (key, child) in map)
            {
                if (key != "$ref")
                    Rebase(child, word);
            }
        }
    }

    private static void Close(JsonObject schema, string word, Type type)
    {
        var properties = schema["properties"]!.AsObject();
        properties["schema"]!.AsObject()["const"] = NdjsonLine.CurrentSchema;
        properties["type"]!.AsObject()["type"] = "string";
        properties["type"]!.AsObject()["const"] = word;
        schema["description"] = NdjsonContext.Plain.Options.GetTypeInfo(type).Type.Name switch
        {
            nameof(RunStartedLine) => "First line: what is run, against what, on what, and what the numbers mean.",
            nameof(ProbeLine) => "What the probe learnt about the server; null = not seen.",
            nameof(PhaseLine) => "A phase begins.",
            nameof(LevelLine) => "The load was changed while it ran.",
            nameof(WindowLine) => "Measuring begins anew; what was measured before is set aside.",
            nameof(RequestLine) => "One attempt of one request.",
            nameof(IntervalLine) => "One group over one interval of about a second, warm-up included.",
            nameof(ServerLine) => "One look at a metrics page of the server, or at its GPUs; null = not told.",
            nameof(NoteLine) => "Something worth knowing happened.",
            nameof(SweepStartedLine) => "First line of a sweep's own file: what is raised, against what.",
            nameof(StageLine) => "One stage of a sweep, when it is over.",
            nameof(SweepSummaryLine) => "Last line of a sweep's own file: its result.",
            _ => "Last line: the result.",
        };
    }

    /// <summary>Adds descriptions, words of closed lists and required keys: the exporter knows none of them.</summary>
    private static JsonObject Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        var node = WordsOf(context.TypeInfo.Type, context.PropertyInfo) ?? schema as JsonObject ?? [];
        if (node["properties"] is JsonObject properties)
            node["required"] = new JsonArray([.. properties.Select(property => (JsonNode)JsonValue.Create(property.Key))]);
        AllowNullElements(node, context.PropertyInfo?.Name);
        if (context.PropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: true).FirstOrDefault() is DescriptionAttribute description)
            node.Insert(0, "description", description.Description);
        return node;
    }

    /// <summary>The exporter sees no nullability inside lists and dictionaries.</summary>
    private static void AllowNullElements(JsonObject node, string? property)
    {
        if (property is "finish_reasons")
            node["items"] = new JsonObject { ["type"] = new JsonArray("string", "null") };
        else if (property is "options" or "data")
            node["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "null") };
    }

    private static JsonObject? WordsOf(Type type, System.Text.Json.Serialization.Metadata.JsonPropertyInfo? property)
    {
        if (type == typeof(StreamWarnings))
            return new JsonObject { ["type"] = "array", ["items"] = Enumeration(Words.All<StreamWarnings>().Where(word => word != "none"), nullable: false) };
        var nullable = Nullable.GetUnderlyingType(type) is not null;
        var list = Nullable.GetUnderlyingType(type) ?? type;
        var words = list == typeof(Outcome) ? Words.All<Outcome>()
            : list == typeof(TokenSource) ? Words.All<TokenSource>()
            : list == typeof(StreamShapeKind) ? Words.All<StreamShapeKind>()
            : list == typeof(RunPhase) ? Words.All<RunPhase>()
            : list == typeof(ComparisonOperator) ? Words.All<ComparisonOperator>()
            : list == typeof(SweepLoad) ? Words.All<SweepLoad>()
            : list == typeof(StageVerdict) ? Words.All<StageVerdict>()
            : list == typeof(StageCause) ? Words.All<StageCause>()
            : list == typeof(SweepEnd) ? Words.All<SweepEnd>()
            : list == typeof(CollapseKind) ? Words.All<CollapseKind>()
            : null;

        // Where a value can be null, the word for nothing is never written.
        if (words is not null)
            return Enumeration(nullable ? words.Where(word => word is not ("none" or "unknown")) : words, nullable);

        // Words and base64 have a converter of their own, which the exporter cannot look into.
        if (type == typeof(string) && property?.CustomConverter is WordConverter)
            return new JsonObject { ["type"] = property.IsSetNullable || property.IsGetNullable ? new JsonArray("string", "null") : "string" };
        return null;
    }

    private static JsonObject Enumeration(IEnumerable<string> words, bool nullable)
    {
        var list = new JsonArray([.. words.Select(word => (JsonNode)JsonValue.Create(word))]);
        if (nullable)
            list.Add((JsonNode?)null);
        return new JsonObject { ["enum"] = list };
    }
}
