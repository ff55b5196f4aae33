namespace VllmStream.Profiling.Http;

/// <summary>A body with its framing taken off, read piece by piece.</summary>
internal interface IBodySource
{
    /// <summary>Waits for bytes and appends what of them is body to the source's buffer.</summary>
    ValueTask<BodyRead> ReadAsync();
}
