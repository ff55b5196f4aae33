namespace VllmStream.Tests.Cluster.Harness;

/// <summary>Waits for what will be, and says what did not come.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? patience = null)
    {
        var until = TimeProvider.System.GetUtcNow() + (patience ?? Patience);
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetUtcNow() < until, $"not in time: {what}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? patience = null) => TrueAsync(() => Task.FromResult(condition()), what, patience);
}
