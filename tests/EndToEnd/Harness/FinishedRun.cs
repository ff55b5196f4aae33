namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>A run that has ended: what the process wrote, and what its file says.</summary>
internal abstract class FinishedRun(TempFolder folder, ProcessResult process) : IDisposable
{
    private RunFile? _file;

    public TempFolder Folder { get; } = folder;

    public ProcessResult Process { get; } = process;

    public string NdjsonPath => Folder.File("run.ndjson");

    public RunFile File => _file ??= System.IO.File.Exists(NdjsonPath)
        ? RunFile.Read(NdjsonPath)
        : throw new Xunit.Sdk.XunitException("the run wrote no run.ndjson; " + Process);

    /// <summary>The only request of the run.</summary>
    public RequestRow Request => File.Requests is [var only] ? only : throw new Xunit.Sdk.XunitException($"{File.Requests.Count} requests instead of one; {Process}");

    public virtual void Dispose() => Folder.Dispose();
}
