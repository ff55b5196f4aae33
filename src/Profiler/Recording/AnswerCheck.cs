using System.Text.Json;
using Json.Schema;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Options.Scenarios;
using VllmStream.Profiling.Transport;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Recording;

/// <summary>Holds an answer against what its step expects, and takes from it what later steps need. Pure.</summary>
internal static class AnswerCheck
{
    // Of an answer that is not as expected, this much is shown.
    private const int ShownChars = 80;

    /// <summary>What is wrong with the answer; null when nothing is.</summary>
    public static RequestError? Judge(Expectations expect, int status, in AnswerResult answer, string text, string? document)
    {
        var problem = JudgeStatus(expect, status) ?? JudgeText(expect, answer, text) ?? JudgeShape(expect, answer)
            ?? (expect.JsonSchema is { } schema ? JudgeSchema(schema, text.Length > 0 ? text : document ?? "") : null);
        return problem is null ? null : new RequestError("expect", problem);
    }

    /// <summary>The values of a step's captures, in their order; or what could not be found.</summary>
    public static (string[]? Values, RequestError? Error) Take(RequestKind kind, string text, string? document)
    {
        var values = new string[kind.Capture.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var (name, from) = kind.Capture[i];
            if ((from == "text" ? text : ValueAt(document, from)) is not { } value)
                return (null, new RequestError("capture", $"{name}: the answer has nothing at {from}: {Shown(document ?? text)}"));
            values[i] = value;
        }
        return (values, null);
    }

    private static string? JudgeStatus(Expectations expect, int status) =>
        expect.Status is { } wanted && wanted != status ? $"status {status}, expected {wanted}" : null;

    private static string? JudgeText(Expectations expect, in AnswerResult answer, string text)
    {
        if (expect.NonEmpty && text.Length == 0 && (answer.Items ?? 0) == 0)
            return "non_empty: the answer is empty";
        if (expect.MinChars is { } least && text.Length < least)
            return $"min_chars {least}: the answer has {text.Length}: {Shown(text)}";
        foreach (var wanted in expect.Contains)
        {
            if (!text.Contains(wanted, StringComparison.Ordinal))
                return $"contains {wanted}: not in the answer: {Shown(text)}";
        }
        foreach (var unwanted in expect.NotContains)
        {
            if (text.Contains(unwanted, StringComparison.Ordinal))
                return $"not_contains {unwanted}: it is in the answer";
        }
        return null;
    }

    private static string? JudgeShape(Expectations expect, in AnswerResult answer)
    {
        if (expect.MinDimensions is { } least && (answer.Dimensions ?? 0) < least)
            return answer.Dimensions is { } length ? $"min_dimensions {least}: the vector has {length}" : $"min_dimensions {least}: the answer has no vector";
        if (expect.FinishReason.Count > 0 && answer.FinishReasons.FirstOrDefault(reason => reason is null || !expect.FinishReason.Contains(reason)) is var other
            && (other is not null || answer.FinishReasons.Contains(null) || answer.FinishReasons.Count == 0))
            return $"finish_reason {string.Join(" or ", expect.FinishReason)}: it is {other ?? "none"}";
        return null;
    }

    private static string? JudgeSchema(string schema, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var result = JsonSchema.FromText(schema).Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
            if (result.IsValid)
                return null;
            var detail = result.Details?.FirstOrDefault(part => part.Errors is { Count: > 0 });
            return $"json_schema: {detail?.InstanceLocation.ToString() ?? ""} {detail?.Errors?.Values.FirstOrDefault() ?? "does not match"}";
        }
        catch (JsonException)
        {
            return $"json_schema: the answer is no JSON: {Shown(json)}";
        }
    }

    // RFC 6901.
    private static string? ValueAt(string? document, string pointer)
    {
        if (document is null)
            return null;
        try
        {
            using var json = JsonDocument.Parse(document);
            var element = json.RootElement;
            foreach (var part in pointer.Split('/').Skip(1))
            {
                var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
                if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member))
                    element = member;
                else if (element.ValueKind == JsonValueKind.Array && int.TryParse(name, out var index) && index >= 0 && index < element.GetArrayLength())
                    element = element[index];
                else
                    return null;
            }
            return element.ValueKind switch
            {
                JsonValueKind.String => element.GetString(),
                JsonValueKind.Null => null,
                _ => element.GetRawText(),
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Shown(string text) => text.Length > ShownChars ? text[..ShownChars] + "..." : text;
}
