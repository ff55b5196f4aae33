using System.Net.Sockets;

namespace VllmStream.Profiling.Exporting;

/// <summary>One connection to the page. The loop that accepts decides which is dropped; its own task says when it has asked.</summary>
internal sealed class ScrapeClient(Socket socket)
{
    private volatile bool _hasAsked;

    /// <summary>The connection.</summary>
    public Socket Socket => socket;

    /// <summary>Ends when it has been served.</summary>
    public Task Serving { get; set; } = Task.CompletedTask;

    /// <summary>True while it holds a place and has asked for nothing.</summary>
    public bool IsIdle => !_hasAsked && !Serving.IsCompleted;

    /// <summary>Its question is there.</summary>
    public void Ask() => _hasAsked = true;

    /// <summary>Ends it as if the other side had left.</summary>
    public void Drop()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // It has gone by itself meanwhile.
        }
    }
}
