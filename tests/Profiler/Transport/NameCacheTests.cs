using System.Net;
using VllmStream.Profiling.Transport;

namespace VllmStream.Tests.Profiler.Transport;

public sealed class NameCacheTests
{
    private static readonly IPAddress[] Three = [IPAddress.IPv6Loopback, IPAddress.Loopback, IPAddress.Parse("192.0.2.1")];

    [Theory]
    [InlineData(1, new[] { 1, 0, 2 })]
    [InlineData(2, new[] { 2, 0, 1 })]
    public async Task Address_that_answered_comes_first(int answered, int[] order)
    {
        var names = new NameCache();
        await names.ResolveAsync("localhost", TestContext.Current.CancellationToken);
        names.Prefer("localhost", Three, answered);
        Assert.Equal(order.Select(i => Three[i]), await names.ResolveAsync("localhost", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task First_address_that_answered_changes_nothing()
    {
        var names = new NameCache();
        var asked = await names.ResolveAsync("localhost", TestContext.Current.CancellationToken);
        names.Prefer("localhost", Three, 0);
        Assert.Same(asked, await names.ResolveAsync("localhost", TestContext.Current.CancellationToken));
    }
}
