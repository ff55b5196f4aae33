using System.IO.Pipelines;
using System.Text;
using VllmStream.Sse;

namespace VllmStream.Tests.SseParser;

/// <summary>The examples of docs/sse-parser.md, word for word.</summary>
public sealed class DocumentationTests
{
    private const string Body = "data: a\n\n: ping\n\ndata: b\n\n";

    [Fact]
    public void Documentation_holds_the_examples_as_tested_here()
    {
        string here = File.ReadAllText(SourceFile("tests", "SseParser", "DocumentationTests.cs")).Replace("\r", "").Replace("        ", "").Replace("    ", "");
        string[] parts = File.ReadAllText(SourceFile("docs", "sse-parser.md")).Replace("\r", "").Split("```");
        string[] examples = [.. parts.Where(part => part.StartsWith("csharp\n", StringComparison.Ordinal)).Select(part => part["csharp\n".Length..])];
        Assert.Equal(2, examples.Length);
        foreach (string example in examples)
            Assert.Contains(example.Replace("    ", "").Replace("Console.WriteLine", "data.Add"), here, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Documentation_pipe_example_reads_all_events()
    {
        PipeReader pipe = PipeReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(Body)));
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        List<string> data = [];
        using SsePipeReader events = new(pipe, handOutTail: true);
        while (await events.WaitAsync(cancellationToken))
        {
            while (events.TryRead(out SseEvent sseEvent))
            {
                if (sseEvent.Kind == SseEventKind.Dispatched)
                    data.Add(Encoding.UTF8.GetString(sseEvent.Data));
            }
        }

        Assert.Equal(["a", "b"], data);
    }

    [Fact]
    public void Documentation_buffer_example_reads_all_events()
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(Body));
        List<string> data = [];
        SseReader reader = new(maxEventBytes: 1024 * 1024);
        byte[] buffer = new byte[64 * 1024];
        int filled = 0;
        int received;
        while ((received = stream.Read(buffer, filled, buffer.Length - filled)) > 0)
        {
            filled += received;
            ReadOnlyMemory<byte> input = buffer.AsMemory(0, filled);
            while (reader.TryRead(ref input, out SseEvent sseEvent))
                data.Add(Encoding.UTF8.GetString(sseEvent.Data));
            input.CopyTo(buffer);
            filled = input.Length;
            if (filled == buffer.Length)
                Array.Resize(ref buffer, 2 * buffer.Length);
        }

        reader.Dispose();
        Assert.Equal(["a", "b"], data);
    }

    private static string SourceFile(params string[] path)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "VllmStream.sln")))
            folder = folder.Parent;
        return Path.Combine([folder!.FullName, .. path]);
    }
}
