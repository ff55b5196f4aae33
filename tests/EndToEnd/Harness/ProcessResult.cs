using System.Text;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>How a run of the executable ended and what it wrote, byte for byte.</summary>
internal sealed record ProcessResult(int ExitCode, byte[] StdoutBytes, byte[] StderrBytes, TimeSpan Took)
{
    public string Stdout { get; } = Encoding.UTF8.GetString(StdoutBytes);

    /// <summary>The same with one blank wherever there are blanks or a line ends: for sentences, which break where the screen ends.</summary>
    public string Said { get; } = string.Join(' ', Encoding.UTF8.GetString(StdoutBytes).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public string Stderr { get; } = Encoding.UTF8.GetString(StderrBytes);

    public override string ToString() => $"exit {ExitCode} after {Took.TotalSeconds:0.0} s\n--- stdout\n{Cap(Stdout)}\n--- stderr\n{Cap(Stderr)}";

    private static string Cap(string text) => text.Length <= 4000 ? text : text[..4000] + "…";
}
