using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Sharing;

/// <summary>What a process that is ready for its share knows of what it will run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Said">What a run on one machine would tell a person before its load, line by line.</param>
public sealed record ShareFacts(RunDescription Run, IReadOnlyList<string> Said)
{
    /// <summary>As bytes: the lines of a file.</summary>
    /// <param name="redactor">Cleans every text.</param>
    public byte[] ToBytes(Redactor redactor)
    {
        ArgumentNullException.ThrowIfNull(redactor);
        using var bytes = new MemoryStream();
        using (var lines = new NdjsonWriter(bytes, Run.Run, redactor, leaveOpen: true))
        {
            lines.Write(RunStartedLine.Of(Run, options: null), 0);
            foreach (var line in Said)
                lines.Write(new NoteLine { Code = "said", Text = line }, 0);
            lines.Flush();
        }

        return bytes.ToArray();
    }

    /// <summary>The facts that the bytes are of.</summary>
    /// <exception cref="FormatException">They are of none.</exception>
    public static ShareFacts Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var stream = new MemoryStream(bytes.ToArray());
            NdjsonLine[] lines = [.. new NdjsonReader(stream).Read(static _ => true)];
            return lines.OfType<RunStartedLine>().FirstOrDefault() is { } started
                ? new ShareFacts(started.ToDescription(), [.. lines.OfType<NoteLine>().Select(note => note.Text)])
                : throw new FormatException("what it says of the run is empty");
        }
        catch (NdjsonFormatException damaged)
        {
            throw new FormatException($"what it says of the run is damaged: {damaged.Message}", damaged);
        }
    }
}
