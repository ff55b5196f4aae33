using Microsoft.Playwright;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>A page of a report in a browser, and all that it asked for and complained of since it was opened.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    private OpenPage(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>Addresses that were asked for, the file itself first.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>What stands on the console, and errors that nobody caught; what a policy forbids stands there too.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Opens a file.</summary>
    public static async Task<OpenPage> OpenAsync(IBrowser browser, string path, int width, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 800 }, ColorScheme = scheme });
        var opened = new OpenPage(context, await context.NewPageAsync());
        opened.Page.Request += (_, request) => opened.Requests.Add(request.Url);
        opened.Page.Console += (_, message) => opened.Complaints.Add(message.Text);
        opened.Page.PageError += (_, error) => opened.Complaints.Add(error);
        opened.Page.Dialog += (_, dialog) => opened.Complaints.Add($"dialog {dialog.Message}");
        await opened.Page.GotoAsync(new Uri(path).AbsoluteUri);
        return opened;
    }

    /// <summary>What the page tells where the pointer is moved to.</summary>
    public async Task<string> TellAsync(ILocator place)
    {
        await place.ScrollIntoViewIfNeededAsync();
        // The page hides what it told when it is scrolled, and a browser tells it of that with the next frame: a pointer that moves before would be forgotten.
        await Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        var box = await place.BoundingBoxAsync() ?? throw new Xunit.Sdk.XunitException("a place of a chart is not drawn");
        await Page.Mouse.MoveAsync(box.X + box.Width / 2, box.Y + box.Height / 2);
        return await Page.Locator(".tip:not([hidden])").InnerTextAsync();
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
