using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VllmStream.Profiling.Options.Scenarios;

/// <summary>The JSON Schema (draft 2020-12) of scenario files, made from <see cref="ScenarioKeys"/>: editors check and complete with it.</summary>
public static class ScenarioSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema.</summary>
    public static JsonObject Create()
    {
        var top = MapOf(ScenarioPlaces.Top);
        top.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        top.Insert(1, "title", "vllmstream scenario");
        top["required"] = new JsonArray("tasks");
        var tasks = MapOf(ScenarioPlaces.Task);
        tasks["required"] = new JsonArray("name");
        top["$defs"] = new JsonObject { ["task"] = tasks, ["step"] = MapOf(ScenarioPlaces.Step), ["expect"] = MapOf(ScenarioPlaces.Expect) };
        return top;
    }

    /// <summary>The schema as text.</summary>
    public static string ToText() => Create().ToJsonString(Indented) + "\n";

    private static JsonObject MapOf(ScenarioPlaces place)
    {
        var properties = new JsonObject();
        foreach (var key in ScenarioKeys.All.Where(key => key.Places.HasFlag(place)))
        {
            var value = ValueOf(key);
            value["description"] = key.Help;
            properties[key.Name] = value;
        }
        return new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
    }

    private static JsonObject ValueOf(ScenarioKey key) => key.Name switch
    {
        "users" => MapOf(ScenarioPlaces.Users),
        "defaults" => MapOf(ScenarioPlaces.Defaults),
        "expect" => Reference("expect"),
        "tasks" => ListOf("task"),
        "on_start" or "sequence" => ListOf("step"),
        "lists" => new JsonObject { ["type"] = "object", ["additionalProperties"] = Texts() },
        "set" or "capture" or "headers" => new JsonObject { ["type"] = "object", ["additionalProperties"] = Scalar("string", "number", "boolean") },
        _ => key.Value switch
        {
            ScenarioValue.Texts => Texts(),
            ScenarioValue.Count => Either("integer"),
            ScenarioValue.Number => Either("number"),
            ScenarioValue.Flag => Scalar("boolean"),
            ScenarioValue.Length => Either("integer"),
            ScenarioValue.Map => Scalar("object"),
            _ => Scalar("string"),
        },
    };

    // A number, or a text that becomes one when variables of the environment are filled in, or that is a law.
    private static JsonObject Either(string type) => Scalar(type, "string");

    private static JsonObject Scalar(params string[] types) =>
        new() { ["type"] = types.Length == 1 ? types[0] : new JsonArray([.. types.Select(type => JsonValue.Create(type))]) };

    private static JsonObject Texts() => new()
    {
        ["oneOf"] = new JsonArray(Scalar("string"), new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = Scalar("string", "number") }),
    };

    private static JsonObject ListOf(string definition) => new() { ["type"] = "array", ["minItems"] = 1, ["items"] = Reference(definition) };

    private static JsonObject Reference(string definition) => new() { ["$ref"] = "#/$defs/" + definition };
}
