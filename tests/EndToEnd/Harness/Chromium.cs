using Microsoft.Playwright;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>The chromium of the machine, driven by Playwright: shared by the tests of a class, with a profile of its own. Nothing is downloaded.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string? Executable = Array.Find(["/usr/bin/chromium", "/usr/bin/chromium-browser"], File.Exists);

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The browser; skips the test where it is not installed.</summary>
    public IBrowser Browser
    {
        get
        {
            Assert.SkipWhen(_browser is null, "chromium is not installed (Debian: apt-get install chromium)");
            return _browser!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Executable is null)
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Executable,
            Headless = true,
            // It may be root's, and it must ask nobody anything.
            Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
