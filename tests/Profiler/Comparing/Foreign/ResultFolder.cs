using System.Text;
using System.Text.Json.Nodes;
using VllmStream.Profiling.Comparing;
using VllmStream.Profiling.Comparing.Foreign;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Reporting.Exchange.Vllm;
using VllmStream.Tests.Profiler.Reporting.Exchange;

namespace VllmStream.Tests.Profiler.Comparing.Foreign;

/// <summary>A folder with result files, removed at the end.</summary>
internal sealed class ResultFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("vllmstream-compare-").FullName;

    /// <summary>Writes a file.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(_path, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A run file, and beside it the result file that report --format vllm makes of it.</summary>
    public (string Run, string Vllm) WriteBoth(LoggedRun run)
    {
        using var output = new MemoryStream();
        VllmResult.Write(run.Stream, run.Summary, output);
        return (Write("run.ndjson", run.Text), Write("r.json", Encoding.UTF8.GetString(output.ToArray())));
    }

    /// <summary>A result file of vLLM with some of its keys changed; null takes a key out.</summary>
    public string Changed(string vllm, string name, params (string Key, Func<JsonNode, JsonNode?> Change)[] changes)
    {
        var root = JsonNode.Parse(File.ReadAllText(vllm))!.AsObject();
        foreach (var (key, change) in changes)
        {
            var value = change(root[key]!);
            root.Remove(key);
            if (value is not null)
                root[key] = value;
        }

        return Write(name, root.ToJsonString());
    }

    /// <summary>Compares two files.</summary>
    public static RunComparison Compare(string a, string b, int? number = null) => FileComparer.Compare(new ResultFile(a), new ResultFile(b, number), new ComparisonOptions());

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
