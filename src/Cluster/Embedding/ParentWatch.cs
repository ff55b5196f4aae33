namespace VllmStream.Cluster.Embedding;

/// <summary>How a child of <see cref="ChildProcesses"/> knows that it should end: its standard input does.</summary>
public static class ParentWatch
{
    /// <summary>Returns when the other end of a pipe is gone.</summary>
    public static async Task WhenGoneAsync(Stream pipe, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(pipe);
        var buffer = new byte[64];
        try
        {
            while (await pipe.ReadAsync(buffer, cancellation) > 0)
            {
                // Nothing is said over it.
            }
        }
        catch (IOException)
        {
            // Gone as well.
        }
    }
}
