using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>A request as the server read it. <see cref="Post"/> counts POST requests from 0, so that a script can tell load from look-ups.</summary>
internal sealed record ScriptedRequest(
    string Method, string Target, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body, long FirstByteTicks, long ArrivedTicks)
{
    /// <summary>Number among all requests of the server, from 0.</summary>
    public int Ordinal { get; init; }

    /// <summary>Number among the POST requests of the server, from 0; -1 for others.</summary>
    public int Post { get; init; } = -1;

    /// <summary>Number of the connection, from 0.</summary>
    public int Connection { get; init; }

    /// <summary>Number among the requests of its connection, from 0.</summary>
    public int OnConnection { get; init; }

    /// <summary>The path without query, also of a target in absolute form.</summary>
    public string Path
    {
        get
        {
            var target = Target.StartsWith('/') || Target == "*" ? Target : new Uri(Target).PathAndQuery;
            var query = target.IndexOf('?', StringComparison.Ordinal);
            return query < 0 ? target : target[..query];
        }
    }

    public bool IsPost => Method == "POST";

    public string? Header(string name) =>
        Headers.FirstOrDefault(h => string.Equals(h.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Body);
        return document.RootElement.Clone();
    }
}
