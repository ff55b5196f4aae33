using System.Text.Json;

namespace VllmStream.Simulation;

/// <summary>
/// Reads fields of a request body and remembers the first one of a wrong type, so that the caller asks once at the
/// end instead of after each field. Unknown fields are never looked at, hence accepted.
/// </summary>
internal sealed class BodyFields(JsonElement body)
{
    public ApiError? Error { get; private set; }

    public void Fail(ApiError error) => Error ??= error;

    /// <summary>The field, or null when it is absent or null.</summary>
    public JsonElement? Find(string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public int? Int(string name)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)) return number;
        Fail(Mistyped(name, "int_type", "Input should be a valid integer"));
        return null;
    }

    public double? Number(string name)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number) return value.GetDouble();
        Fail(Mistyped(name, "float_type", "Input should be a valid number"));
        return null;
    }

    public bool Bool(string name)
    {
        if (Find(name) is not { } value) return false;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Fail(Mistyped(name, "bool_type", "Input should be a valid boolean"));
        return false;
    }

    public string? Text(string name)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        Fail(Mistyped(name, "string_type", "Input should be a valid string"));
        return null;
    }

    public void FailMissing(string name) => Fail(Mistyped(name, "missing", "Field required"));

    public void FailMissing(string list, int index, string name) => Fail(Mistyped($"{list}', {index}, '{name}", "missing", "Field required"));

    public void FailMistyped(string name, string expected) => Fail(Mistyped(name, "type_error", expected));

    // The text that pydantic gives a list of errors when it is printed.
    private static ApiError Mistyped(string name, string type, string message) =>
        ApiError.Validation($"[{{'type': '{type}', 'loc': ('body', '{name}'), 'msg': '{message}'}}]");
}
