using System.Text.Json;
using Microsoft.AspNetCore.Http;
using static VllmStream.Simulation.FaultParameter;

namespace VllmStream.Simulation;

/// <summary>Faults that answer in place of the engine.</summary>
internal static class AnswerFaults
{
    private static readonly FaultParameter Required = Count("code") with { IsRequired = true };

    public static IReadOnlyList<FaultDefinition> All { get; } =
    [
        new("status", "an error status; its body is JSON in the server's shape, or an HTML page, or the text given", [Required, Word("kind", "json", "html"), Text("body"), Text("message", "simulated"), Count("retry-after")], Status),
        new("refuse-field", "400 for a request that has that field, as servers do that do not know it", [Text("field") with { IsRequired = true }], RefuseField),
        new("redirect", "301, 302, 307 or 308 to an address; without one to the same path, which is a loop", [Word("code", "307", "301", "302", "308"), Text("to")], Redirect),
        new("not-streamed", "one JSON document though a stream was asked for", [], (run, _) => run.IsWhole = true),
        new("empty", "200 with the headers of a stream and no body", [], (run, _) => run.Answer = new PlayedAnswer(new StreamRecipe([]), isRaw: false)),
        new("play", "these bytes at these times as the body of a stream; see below", [new FaultParameter("recipe", FaultValue.Recipe)], (run, a) => run.Answer = new PlayedAnswer(a.Recipe, isRaw: false)),
        new("raw", "these bytes at these times and nothing else: no head, no HTTP framing", [new FaultParameter("recipe", FaultValue.Recipe)], (run, a) =>
        {
            run.Answer = new PlayedAnswer(a.Recipe, isRaw: true);
            run.Http = run.Http with { End = BodyEnd.Raw };
        }),
    ];

    private static void Status(FaultRun run, FaultArguments a)
    {
        var code = a.Count("code");
        var isHtml = a.Is("kind", "html");
        var page = $"<html>\r\n<head><title>{code}</title></head>\r\n<body>\r\n<center><h1>{code} {a.Text("message")}</h1></center>\r\n</body>\r\n</html>\r\n";
        var body = a.Text("body") ?? (isHtml ? page : ErrorText.Write(run.Style.Errors, code, "SimulatedError", a.Text("message")!));
        var head = new AnswerHead(code, isHtml ? "text/html" : "application/json");
        if (a.OptionalCount("retry-after") is { } seconds) head.Add("Retry-After", $"{seconds}");
        run.Answer = new DocumentAnswer(head, body);
    }

    private static void RefuseField(FaultRun run, FaultArguments a)
    {
        var name = a.Text("field")!;
        using var body = JsonDocument.Parse(run.Body);
        if (!body.RootElement.TryGetProperty(name, out _)) return;
        var error = ErrorText.Write(run.Style.Errors, StatusCodes.Status400BadRequest, "Bad Request", $"extra fields not permitted: {name}");
        run.Answer = new DocumentAnswer(new AnswerHead(StatusCodes.Status400BadRequest, "application/json"), error);
    }

    private static void Redirect(FaultRun run, FaultArguments a)
    {
        var head = new AnswerHead(a.Count("code"), contentType: null);
        head.Add("Location", a.Text("to") ?? $"{run.Request.Path}{run.Request.QueryString}");
        run.Answer = new DocumentAnswer(head, "");
    }
}
