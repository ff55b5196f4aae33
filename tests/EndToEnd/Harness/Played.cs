namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>A finished run against a scripted server: what the server did, what the process wrote, what the file says.</summary>
internal sealed class Played(ScriptedServer server, TempFolder folder, ProcessResult process) : FinishedRun(folder, process)
{
    public ScriptedServer Server { get; } = server;

    /// <summary>The server's log of the only POST.</summary>
    public RequestLog Log => Server.Posts is [var only] ? only : throw new Xunit.Sdk.XunitException($"the server saw {Server.Posts.Count} requests instead of one; {Process}");

    /// <summary>What was posted, in the order of the plan, whose number every request carries in its id.</summary>
    public IReadOnlyList<ScriptedRequest> Planned =>
        [.. Server.Posts.Select(post => post.Request).OrderBy(request => long.Parse(request.Header("X-Request-Id")!.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture))];

    public override void Dispose()
    {
        Server.Dispose();
        base.Dispose();
    }
}
