namespace VllmStream.Tests.Simulator;

/// <summary>A scrape of /metrics: the value of each series, and the families in their order.</summary>
internal sealed class MetricsPageText
{
    private const string Labels = "engine=\"0\",model_name=\"sim/llama-8b\"";

    private readonly Dictionary<string, double> values = [];

    private MetricsPageText(string text)
    {
        string? family = null;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                family = line.Split(' ')[2];
                Families.Add(family);
                continue;
            }

            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                Assert.Equal(family, line.Split(' ')[2]);
                continue;
            }

            // A series without its head before it would be a family of no type.
            Assert.StartsWith(family!, line);
            var space = line.LastIndexOf(' ');
            values.Add(line[..space], double.Parse(line[(space + 1)..]));
        }
    }

    public List<string> Families { get; } = [];

    public static async Task<MetricsPageText> ReadAsync(Simulated simulated) =>
        new(await simulated.Client.GetStringAsync("metrics", Simulated.Cancellation));

    public double Value(string name, string? label = null) => values[$"vllm:{name}{{{Labels}{(label is null ? "" : "," + label)}}}"];

    public bool Has(string name) => Families.Contains("vllm:" + name);
}
