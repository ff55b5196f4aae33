using System.Globalization;

namespace VllmStream.Bench.Loads;

/// <summary>A program that puts a <see cref="PacedLoad"/> on a server and writes down what it saw.</summary>
internal abstract class LoadClient
{
    /// <summary>How it is called in a table.</summary>
    public abstract string Name { get; }

    /// <summary>Starts it on the core of the clients.</summary>
    /// <param name="server">Where the server listens.</param>
    /// <param name="load">The load.</param>
    /// <param name="seconds">Length of the measured window.</param>
    /// <param name="file">Where it writes.</param>
    public abstract Task<PinnedProcess> StartAsync(Uri server, PacedLoad load, int seconds, string file);

    /// <summary>What it saw, once it has ended.</summary>
    public abstract ClientRun Read(PacedLoad load, int seconds, string output, string file);

    /// <summary>The core that clients run on, the server having the other.</summary>
    public const int Core = 1;

    /// <summary>A number as an argument.</summary>
    protected static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
