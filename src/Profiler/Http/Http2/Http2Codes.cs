using System.Globalization;

namespace VllmStream.Profiling.Http.Http2;

/// <summary>Error codes of RST_STREAM and GOAWAY (RFC 9113 section 7).</summary>
internal static class Http2Codes
{
    private static readonly string[] Names =
    [
        "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT", "STREAM_CLOSED", "FRAME_SIZE_ERROR",
        "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR", "CONNECT_ERROR", "ENHANCE_YOUR_CALM", "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED",
    ];

    /// <summary>Name and number: <c>REFUSED_STREAM (0x7)</c>.</summary>
    public static string Name(uint code) =>
        string.Create(CultureInfo.InvariantCulture, $"{(code < Names.Length ? Names[code] : "unknown code")} (0x{code:x})");
}
