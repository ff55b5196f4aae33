using System.Text.RegularExpressions;

namespace VllmStream.Tests.Cluster.Harness;

/// <summary>The broker's configuration that the documentation recommends.</summary>
internal static partial class DocumentedPermissions
{
    public static async Task<string> ReadAsync()
    {
        var text = await File.ReadAllTextAsync(Repository.PathOf("docs", "cluster.md"), TestContext.Current.CancellationToken);
        var block = Block().Match(text).Groups["block"].Value;
        Assert.NotEmpty(block);
        return block;
    }

    [GeneratedRegex("```permissions\n(?<block>.*?)\n```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();
}
