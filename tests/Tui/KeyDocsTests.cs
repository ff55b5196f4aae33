using System.Text;
using VllmStream.Tui.Keys;

namespace VllmStream.Tests.Tui;

/// <summary>The keys in docs/screen.md are those of the table.</summary>
public sealed class KeyDocsTests
{
    private const string Begin = "<!-- keys -->\n";
    private const string End = "<!-- /keys -->";

    [Fact]
    public void Keys_of_the_docs_are_those_of_the_table()
    {
        var path = Repository.PathOf("docs/screen.md");
        var page = File.ReadAllText(path);
        var from = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var to = page.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("VLLMSTREAM_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, page[..from] + Table() + page[to..]);
            return;
        }
        Assert.Equal(Table(), page[from..to]);
    }

    private static string Table()
    {
        var table = new StringBuilder("| key | does |\n|---|---|\n");
        foreach (var binding in KeyTable.All)
            table.Append($"| {string.Join(", ", binding.Keys.Select(key => $"`{key}`"))} | {binding.Text} |\n");
        return table.ToString();
    }
}
