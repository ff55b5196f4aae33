namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>Waits for a condition instead of sleeping for a guess.</summary>
internal static class Wait
{
    public static async Task UntilAsync(Func<bool> condition, double timeoutSeconds = 20)
    {
        var due = Monotonic.Now + Monotonic.FromMs(timeoutSeconds * 1000);
        while (!condition())
        {
            Assert.True(Monotonic.Now < due, $"the condition did not come true within {timeoutSeconds} s");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
