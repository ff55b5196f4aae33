using System.Globalization;

namespace VllmStream.Bench.Ceiling;

/// <summary>A log of paced-server or lean-client: for each request when it came or went, and when each of its tokens did; CLOCK_MONOTONIC ns.</summary>
internal sealed class StreamLog
{
    private readonly Dictionary<string, (long Begun, long[] Tokens)> _requests = new(StringComparer.Ordinal);

    public int Count => _requests.Count;

    public IEnumerable<string> Ids => _requests.Keys;

    public static StreamLog Read(string file)
    {
        var log = new StreamLog();
        foreach (var line in File.ReadLines(file))
        {
            var parts = line.Split(' ');
            if (parts.Length > 1 && parts[0].Length > 0)
                log._requests[parts[0]] = (Number(parts[1]), [.. parts.Skip(2).Select(Number)]);
        }
        return log;
    }

    public (long Begun, long[] Tokens)? Find(string id) => _requests.TryGetValue(id, out var found) ? found : null;

    /// <summary>Tokens between two instants.</summary>
    public long Between(long from, long to) => _requests.Values.Sum(request => request.Tokens.LongCount(at => at >= from && at < to));

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
