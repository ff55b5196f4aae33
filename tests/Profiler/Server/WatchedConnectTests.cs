using System.Net;
using VllmStream.Profiling.Server;

namespace VllmStream.Tests.Profiler.Server;

public sealed class WatchedConnectTests
{
    [Theory]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1:8199")]
    [InlineData("127.0.0.1", "127.0.0.1:8199")]
    [InlineData("::1", "[::1]:8199")]
    public void Address_is_shown_as_people_write_it(string address, string shown) =>
        Assert.Equal(shown, WatchedConnect.Shown(new IPEndPoint(IPAddress.Parse(address), 8199)));
}
