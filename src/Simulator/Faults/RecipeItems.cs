using System.Globalization;
using System.Text;

namespace VllmStream.Simulation;

/// <summary>The items of a recipe: events of a chat stream with all that does not matter held still (id c1, model m, time 1).</summary>
internal static class RecipeItems
{
    private const string Done = "data: [DONE]\n\n";

    /// <summary>All items as they are written.</summary>
    public const string Usage = "R, C(text), F(reason), U(prompt,completion), D, E(message), T(text), tail(tokens), delta(json), json(json), logprobs(size), comment(text) and \"bytes\"";

    /// <summary>The events of an item; null if there is none of that name with such arguments.</summary>
    public static RecipeStep[]? Make(string name, List<string> values) => (name, values.Count) switch
    {
        ("R", <= 1) when TryIndex(values, 0, out var index) => [Step(PieceKind.Role, Chunk(index, """{"role":"assistant","content":""}"""))],
        ("C", 1 or 2) when TryIndex(values, 1, out var index) => [Step(PieceKind.Token, Chunk(index, $"{{\"content\":{Quote(values[0])}}}"), values[0].Length > 0 ? 1 : 0)],
        ("F", <= 2) when TryIndex(values, 1, out var index) => [Step(PieceKind.Finish, Finish(index, values.Count > 0 ? values[0] : "stop"))],
        ("U", 2) when Numbers(values) is [var prompt, var completion] => [Step(PieceKind.Usage, Usages(prompt, completion))],
        ("D", 0) => [Step(PieceKind.Done, Done)],
        ("E", 1) => [Step(PieceKind.Error, $"data: {{\"error\":{{\"message\":{Quote(values[0])},\"type\":\"server_error\",\"code\":500}}}}\n\n")],
        ("T", 1 or 2) => [Step(PieceKind.Token, Text(values[0], values.Count > 1 ? values[1] : null), 1)],
        ("tail", 1) when Numbers(values) is [var tokens] => [Step(PieceKind.Finish, Finish(0, "stop")), Step(PieceKind.Usage, Usages(5, tokens)), Step(PieceKind.Done, Done)],
        ("delta", 1 or 2) => [Step(PieceKind.Token, values.Count > 1 ? Finish(0, values[1], values[0]) : Chunk(0, values[0]), 1)],
        ("json", 1) => [Step(PieceKind.Other, $"data: {values[0]}\n\n")],
        ("logprobs", 1) when FaultNumber.TrySize(values[0], out var size) => [Step(PieceKind.Token, Logprobs.Event(size), 1)],
        ("comment", 1) => [Step(PieceKind.Comment, $":{values[0]}\n\n")],
        _ => null,
    };

    /// <summary>JSON text that escapes only what it must, so that odd characters stay as they are on the wire.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (c < ' ') quoted.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    private static RecipeStep Step(PieceKind kind, string text, int tokens = 0) => new(kind, Encoding.UTF8.GetBytes(text), tokens, At: null, IsNewWrite: false);

    private static string Chunk(int index, string delta) => Head($"{{\"index\":{index},\"delta\":{delta},\"finish_reason\":null}}", "");

    private static string Finish(int index, string reason, string delta = "{}") => Head($"{{\"index\":{index},\"delta\":{delta},\"finish_reason\":{Quote(reason)}}}", "");

    private static string Usages(int prompt, int completion) =>
        Head("", $",\"usage\":{{\"prompt_tokens\":{prompt},\"completion_tokens\":{completion},\"total_tokens\":{prompt + completion}}}");

    private static string Head(string choices, string tail) =>
        $"data: {{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{choices}]{tail}}}\n\n";

    private static string Text(string text, string? reason) =>
        $"data: {{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1,\"model\":\"m\",\"choices\":[{{\"index\":0,\"text\":{Quote(text)},\"logprobs\":null,\"finish_reason\":{(reason is null ? "null" : Quote(reason))}}}]}}\n\n";

    private static bool TryIndex(List<string> values, int place, out int index)
    {
        index = 0;
        return values.Count <= place || FaultNumber.TryCount(values[place], out index);
    }

    private static int[] Numbers(List<string> values) => [.. values.Where(value => FaultNumber.TryCount(value, out _)).Select(value => int.Parse(value, CultureInfo.InvariantCulture))];
}
