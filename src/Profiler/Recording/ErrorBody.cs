using System.Buffers;
using System.Globalization;
using System.Text;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Api.Endpoints;
using VllmStream.Profiling.Server;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Recording;

/// <summary>Makes one line for a person out of the body of a refused request, whatever it is.</summary>
internal static class ErrorBody
{
    private const int MaxMessageChars = 300;
    private const int MaxTailChars = 500;

    /// <summary>The error of a redirect, which the load does not follow.</summary>
    public static RequestError Of(Redirect redirect) =>
        new(string.Create(CultureInfo.InvariantCulture, $"http_{redirect.Status}"), redirect.NotFollowed) { Redirect = redirect };

    /// <summary>The error of any other status outside 2xx.</summary>
    public static RequestError Read(int status, in ReadOnlySequence<byte> body, IEndpoint endpoint)
    {
        var kind = string.Create(CultureInfo.InvariantCulture, $"http_{status}");
        var bytes = body.IsSingleSegment ? body.FirstSpan : body.ToArray();
        if (bytes.IsEmpty)
            return new RequestError(kind, null);

        var facts = default(ChunkFacts);
        endpoint.ReadDocument(bytes, ref facts, null);
        var text = Encoding.UTF8.GetString(bytes);
        var message = facts.Kind == ChunkKind.Error ? facts.Error?.Message : null;
        return new RequestError(kind, Cut(message ?? FirstLine(text), MaxMessageChars), Cut(text, MaxTailChars));
    }

    /// <summary>The first line that says something, markup taken off.</summary>
    internal static string FirstLine(string text)
    {
        var plain = new StringBuilder(text.Length);
        var inTag = false;
        foreach (var c in text)
        {
            if (c == '<')
                inTag = true;
            else if (c == '>')
                inTag = false;
            else if (!inTag)
                plain.Append(c);
        }
        return plain.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length), "…");
}
