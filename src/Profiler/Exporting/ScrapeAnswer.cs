using System.Text;

namespace VllmStream.Profiling.Exporting;

/// <summary>What is answered to a request for the page. Pure.</summary>
internal static class ScrapeAnswer
{
    /// <summary>The only page there is.</summary>
    public const string Path = "/metrics";

    /// <summary>The whole answer, head and body.</summary>
    /// <param name="request">Null for what is no HTTP/1.</param>
    /// <param name="capture">How it stands.</param>
    public static byte[] To(ScrapeRequest? request, LiveCapture capture) => request switch
    {
        null => Text("400 Bad Request", "no HTTP/1 request", isHead: false),
        { Method: not ("GET" or "HEAD") } => Text("405 Method Not Allowed", "only GET and HEAD", isHead: false, "Allow: GET, HEAD\r\n"),
        { Path: not Path } => Text("404 Not Found", $"the page is {Path}", request.Method == "HEAD"),
        _ => Make("200 OK", TypeOf(request.Format), LivePage.Of(capture, request.Format), request.Method == "HEAD", ""),
    };

    private static string TypeOf(PageFormat format) => format == PageFormat.OpenMetrics
        ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
        : "text/plain; version=0.0.4; charset=utf-8";

    private static byte[] Text(string status, string text, bool isHead, string more = "") => Make(status, "text/plain; charset=utf-8", text + "\n", isHead, more);

    private static byte[] Make(string status, string type, string body, bool isHead, string more)
    {
        var length = Encoding.UTF8.GetByteCount(body);
        var head = $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {length}\r\n{more}Cache-Control: no-store\r\nConnection: close\r\n\r\n";
        return Encoding.UTF8.GetBytes(isHead ? head : head + body);
    }
}
