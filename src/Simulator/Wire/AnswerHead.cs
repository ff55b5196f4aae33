using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace VllmStream.Simulation;

/// <summary>Status and headers of an answer, before they leave. Used by one request.</summary>
internal sealed class AnswerHead(int status, string? contentType)
{
    private readonly List<(string Name, string Value)> headers = [];

    public int Status { get; } = status;

    public string? ContentType { get; set; } = contentType;

    /// <summary>The length of a body that is known whole; null for one that comes in pieces.</summary>
    public long? ContentLength { get; set; }

    public IReadOnlyList<(string Name, string Value)> Headers => headers;

    public void Add(string name, string value) => headers.Add((name, value));

    /// <summary>The lines up to and with the blank one; <paramref name="framing"/> is the header that tells how long the body is.</summary>
    public byte[] ToBytes(string version, string? framing)
    {
        var text = new StringBuilder($"{version} {Status} {ReasonPhrases.GetReasonPhrase(Status)}\r\n");
        if (ContentType is not null) text.Append("Content-Type: ").Append(ContentType).Append("\r\n");
        foreach (var (name, value) in headers) text.Append(name).Append(": ").Append(value).Append("\r\n");
        if (framing is not null) text.Append(framing).Append("\r\n");
        return Encoding.UTF8.GetBytes(text.Append("\r\n").ToString());
    }
}
