namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>A finished run against a scripted server: what the server did, what the process wrote, what the file says.</summary>
internal sealed class Played(ScriptedServer server, TempFolder folder, ProcessResult process) : IDisposable
{
    private RunFile? _file;

    public ScriptedServer Server { get; } = server;

    public TempFolder Folder { get; } = folder;

    public ProcessResult Process { get; } = process;

    public string NdjsonPath => Folder.File("run.ndjson");

    public RunFile File => _file ??= System.IO.File.Exists(NdjsonPath)
        ? RunFile.Read(NdjsonPath)
        : throw new Xunit.Sdk.XunitException("the run wrote no run.ndjson; " + Process);

    /// <summary>The only request of the run.</summary>
    public RequestRow Request => File.Requests is [var only] ? only : throw new Xunit.Sdk.XunitException($"{File.Requests.Count} requests instead of one; {Process}");

    /// <summary>The server's log of the only POST.</summary>
    public RequestLog Log => Server.Posts is [var only] ? only : throw new Xunit.Sdk.XunitException($"the server saw {Server.Posts.Count} requests instead of one; {Process}");

    /// <summary>What was posted, in the order of the plan, whose number every request carries in its id.</summary>
    public IReadOnlyList<ScriptedRequest> Planned =>
        [.. Server.Posts.Select(post => post.Request).OrderBy(request => long.Parse(request.Header("X-Request-Id")!.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture))];

    public void Dispose()
    {
        Server.Dispose();
        Folder.Dispose();
    }
}
