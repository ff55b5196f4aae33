using System.Text.Json;
using Microsoft.Playwright;

namespace VllmStream.Tests.EndToEnd.Output;

/// <summary>The page of a report in a real browser.</summary>
[Trait("transport", "any")]
public sealed class HtmlPageTests(Chromium chromium, ReportedRun run) : IClassFixture<Chromium>, IClassFixture<ReportedRun>
{
    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Pages_open_from_disk_ask_for_nothing_and_fit(int width, ColorScheme scheme)
    {
        await using var opened = await OpenPage.OpenAsync(chromium.Browser, run.PagePath, width, scheme);
        Assert.True(await opened.Page.Locator(".verdict").IsVisibleAsync());
        Assert.True(await opened.Page.Locator("svg.plot").CountAsync() >= 10);
        await FitsAsync(opened.Page);

        // What is at the far end is drawn as well, and the pointer everywhere.
        await opened.Page.Locator("footer").ScrollIntoViewIfNeededAsync();
        await opened.TellAsync(opened.Page.Locator("#chart-ttft .hit").First);
        await FitsAsync(opened.Page);

        Assert.Equal([new Uri(run.PagePath).AbsoluteUri], opened.Requests);
        Assert.Empty(opened.Complaints);

        // So does the page of a comparison.
        await using var compared = await OpenPage.OpenAsync(chromium.Browser, run.ComparisonPath, width, scheme);
        Assert.Equal("NO EVIDENCE", await compared.Page.Locator(".verdict").InnerTextAsync());
        Assert.Equal(4, await compared.Page.Locator("svg.plot").CountAsync());
        Assert.Equal(2, await compared.Page.Locator("#groups details").CountAsync());
        await compared.Page.EvaluateAsync("() => { for (const group of document.querySelectorAll('details')) group.open = true; }");
        await FitsAsync(compared.Page);
        // Within the page too: no box of a table has to be scrolled to see what a figure says.
        var box = await compared.Page.EvaluateAsync<int[]>("() => { const box = document.querySelector('#figures .box'); return [box.scrollWidth, box.clientWidth]; }");
        Assert.True(box[0] <= box[1], $"the figures are {box[0]} wide, and there is room for {box[1]}");
        Assert.Contains("TTFT p50\na ", await compared.TellAsync(compared.Page.Locator("#figures .hit").First), StringComparison.Ordinal);
        Assert.Matches(@"\na \d+ of \d+ \(.*\nb \d+ of ", await compared.TellAsync(compared.Page.Locator("#chart-itl .hit").Last));
        await FitsAsync(compared.Page);
        Assert.Equal([new Uri(run.ComparisonPath).AbsoluteUri], compared.Requests);
        Assert.Empty(compared.Complaints);
    }

    [Fact]
    public async Task Page_follows_the_readers_light_and_dark()
    {
        await using var light = await OpenPage.OpenAsync(chromium.Browser, run.PagePath, 1280, ColorScheme.Light);
        await using var dark = await OpenPage.OpenAsync(chromium.Browser, run.PagePath, 1280, ColorScheme.Dark);
        Assert.True(await BrightnessAsync(light.Page, "backgroundColor") > 200);
        Assert.True(await BrightnessAsync(light.Page, "color") < 80);
        Assert.True(await BrightnessAsync(dark.Page, "backgroundColor") < 60);
        Assert.True(await BrightnessAsync(dark.Page, "color") > 180);
    }

    [Fact]
    public async Task Page_on_paper_fits_and_is_light()
    {
        await using var opened = await OpenPage.OpenAsync(chromium.Browser, run.PagePath, 718, ColorScheme.Dark);
        await opened.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.True(await BrightnessAsync(opened.Page, "backgroundColor") > 200);
        Assert.False(await opened.Page.Locator("nav").IsVisibleAsync());
        await FitsAsync(opened.Page);
        var paper = await opened.Page.PdfAsync(new PagePdfOptions { Format = "A4" });
        Assert.True(paper.Length > 10_000);
    }

    [Fact]
    public async Task Pointer_on_a_point_tells_the_numbers_of_its_interval()
    {
        await using var opened = await OpenPage.OpenAsync(chromium.Browser, run.PagePath, 1280);
        foreach (var group in (string[])["chat_short", "chat_long"])
        {
            var intervals = run.File.Intervals.Where(line => line.GetProperty("group").GetString() == group).ToArray();
            var places = opened.Page.Locator("figure", new() { HasText = $"TTFT of {group}" }).Locator(".hit");
            Assert.True(intervals.Length >= 5);
            Assert.Equal(intervals.Length, await places.CountAsync());
            for (var i = 0; i < intervals.Length; i++)
            {
                var ttft = intervals[i].GetProperty("ttft");
                var told = (await opened.TellAsync(places.Nth(i))).Split('\n');
                Assert.Equal([$"p50 {Told(ttft, "p50", " ms")}", $"p90 {Told(ttft, "p90", " ms")}", $"p99 {Told(ttft, "p99", " ms")}", $"n {Told(ttft, "n", "")}"], told[1..]);
            }
        }
    }

    [Fact]
    public async Task Pointer_on_a_distribution_tells_counts_that_add_up_and_the_summarys_percentiles()
    {
        await using var opened = await OpenPage.OpenAsync(chromium.Browser, run.PagePath, 1280);
        var ttft = run.File.OfType("summary").Single().GetProperty("metrics").GetProperty("ttft_ms");
        var places = opened.Page.Locator("#chart-ttft .hit");
        var told = new List<string>();
        for (var i = 0; i < await places.CountAsync(); i++)
            told.Add(await opened.TellAsync(places.Nth(i)));
        Assert.Equal(ttft.GetProperty("n").GetInt64(), told.Where(text => text.Contains(" to ", StringComparison.Ordinal) && !text.StartsWith("up to ", StringComparison.Ordinal)).Sum(Count));
        Assert.Contains($"p50 {Told(ttft, "p50", " ms")}", told);
        Assert.Contains($"worst {Told(ttft, "max", " ms")}", told);

        static long Count(string text) => long.Parse(text.Split('\n')[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Pointer_on_a_slow_request_tells_its_marks()
    {
        await using var opened = await OpenPage.OpenAsync(chromium.Browser, run.PagePath, 1280);
        var row = opened.Page.Locator("#slowest tbody tr").First;
        var id = long.Parse(await row.Locator("th").InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);
        var line = run.File.OfType("request").Single(request => request.GetProperty("id").GetInt64() == id);
        var told = await opened.TellAsync(row.Locator(".hit"));
        foreach (var (name, key) in ((string, string)[])[("sent", "sent_ms"), ("headers", "headers_ms"), ("first byte", "first_byte_ms"), ("first token", "first_token_ms"), ("last token", "last_token_ms"), ("end", "end_ms")])
            Assert.Contains($"\n{name} {Told(line, key, "")}", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_of_a_hostile_server_stays_text()
    {
        const string Hostile = "</script></style></title><img src=x onerror=alert(1)><svg onload=alert(2)>";
        using var played = await Play.RunAsync(r => r.IsPost ? Reply.Json(JsonSerializer.Serialize(new { error = new { message = Hostile } }), 500) : null, ["-c", "1", "-n", "2"]);
        Expect.Exit(0, await Vllmstream.RunAsync(played.Folder, ["report", "run.ndjson", "--html", "run.html"]));
        await using var opened = await OpenPage.OpenAsync(chromium.Browser, played.Folder.File("run.html"), 390);
        Assert.Contains(Hostile, await opened.Page.Locator("#errors").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await opened.Page.Locator("img").CountAsync());
        Assert.Single(opened.Requests);
        Assert.Empty(opened.Complaints);
        await FitsAsync(opened.Page);
    }

    private static async Task FitsAsync(IPage page)
    {
        var widths = await page.EvaluateAsync<int[]>("() => [document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]");
        Assert.True(widths[0] <= widths[1], $"the page is {widths[0]} wide, and there is room for {widths[1]}");
    }

    private static Task<double> BrightnessAsync(IPage page, string property) => page.EvaluateAsync<double>(
        "property => { const [r, g, b] = getComputedStyle(document.body)[property].match(/\\d+/g).map(Number); return (r + g + b) / 3; }", property);

    // As the file writes it, to the last digit.
    private static string Told(JsonElement line, string key, string unit) =>
        (line.GetProperty(key) is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : "-") + unit;
}
