using System.Text;
using VllmStream.Profiling.Exporting;

namespace VllmStream.Tests.Profiler.Exporting;

public sealed class ScrapeRequestTests
{
    [Theory]
    [InlineData("", false)]
    [InlineData("Accept: */*\r\n", false)]
    [InlineData("Accept: text/plain\r\n", false)]
    [InlineData("accept: application/openmetrics-text\r\n", true)]
    [InlineData("Accept: application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2\r\n", true)]
    [InlineData("Accept: application/openmetrics-text;version=1.0.0;q=0.2,text/plain;version=0.0.4;q=0.3\r\n", false)]
    [InlineData("Accept: application/openmetrics-text;q=0\r\n", false)]
    [InlineData("Accept: text/plain;q=0.5\r\nAccept: application/openmetrics-text\r\n", true)]
    public void Format_is_what_the_reader_likes_best(string headers, bool isOpen)
    {
        var request = ScrapeRequest.Read(Encoding.ASCII.GetBytes($"GET /metrics?x=1 HTTP/1.1\r\nHost: h\r\n{headers}\r\n"));
        Assert.Equal(new ScrapeRequest("GET", "/metrics", isOpen ? PageFormat.OpenMetrics : PageFormat.Prometheus), request);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET /metrics\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001")]
    public void Head_of_something_else_is_none(string head) => Assert.Null(ScrapeRequest.Read(Encoding.ASCII.GetBytes(head)));
}
