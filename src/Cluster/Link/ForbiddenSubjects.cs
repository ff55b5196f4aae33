using System.Collections.Concurrent;

namespace VllmStream.Cluster.Link;

/// <summary>What the broker did not allow this user, as it said so. Any thread.</summary>
internal sealed class ForbiddenSubjects
{
    // What the server sends: Permissions Violation for Publish to "x", Permissions Violation for Subscription to "x" [using queue "q"].
    private const string ToPublish = "Permissions Violation for Publish to ";
    private const string ToSubscribe = "Permissions Violation for Subscription to ";

    private readonly ConcurrentDictionary<string, string> _sentences = new(StringComparer.Ordinal);

    /// <summary>Takes an error of the broker.</summary>
    /// <returns>The sentence; null when it is about something else, or was said before.</returns>
    public string? Add(string error)
    {
        var isPublish = error.StartsWith(ToPublish, StringComparison.Ordinal);
        if (!isPublish && !error.StartsWith(ToSubscribe, StringComparison.Ordinal))
            return null;
        var subject = error[(isPublish ? ToPublish : ToSubscribe).Length..].Split('"') is { Length: > 1 } parts ? parts[1] : error;
        var sentence = $"the broker does not allow this user to {(isPublish ? "publish to" : "subscribe to")} {subject}; see its permissions";
        return _sentences.TryAdd(subject, sentence) ? sentence : null;
    }

    /// <summary>The sentence about a subject; null = it was not refused.</summary>
    public string? Of(string subject) => _sentences.GetValueOrDefault(subject);

    /// <summary>Any sentence about subjects that begin so; null = none.</summary>
    public string? Under(string prefix) => _sentences.FirstOrDefault(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).Value;
}
