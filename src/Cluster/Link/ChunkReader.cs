using System.Security.Cryptography;
using VllmStream.Cluster.Messages;

namespace VllmStream.Cluster.Link;

/// <summary>Fetches something that may be larger than one message, part by part, and believes it only when its hash is right.</summary>
internal static class ChunkReader
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Fetches all of it.</summary>
    /// <param name="link">By which connection.</param>
    /// <param name="subject">Whom to ask.</param>
    /// <param name="request">What to ask for; offset and limit are ours to fill in.</param>
    /// <param name="into">Takes the bytes as they come; what it holds after an exception is worth nothing.</param>
    /// <param name="most">Bytes that it may have: whoever sends it says how many come, and is another machine.</param>
    /// <param name="mayAskAgain">Asked after each question without an answer: whether somebody was there to answer; false gives up.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What the other side says of it; null when it was given up.</returns>
    /// <exception cref="ClusterException">The other side refuses, or sent something else than it announced.</exception>
    public static async Task<ChunkHead?> FetchAsync(NatsLink link, string subject, ChunkRequest request, Stream into, long most, Func<bool, bool> mayAskAgain, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long offset = 0;
        while (true)
        {
            var question = Frame.Write(request with { Offset = offset, Limit = link.BodyLimit }, ClusterJson.Default.ChunkRequest);
            var (answer, isSomebodyThere) = await link.AskAsync(subject, question, AnswerTime, cancellation);
            if (answer is null)
            {
                if (!mayAskAgain(isSomebodyThere))
                    return null;
                await Task.Delay(Pause, cancellation);
                continue;
            }

            var head = Frame.Read(answer, ClusterJson.Default.ChunkHead, out var part);
            if (head.Refusal is not null)
                throw new ClusterException(head.Refusal);
            if (head.Size > most || offset + part.Length > most)
                throw new ClusterException($"{request.Name ?? "what was to be fetched"} is larger than the {most} bytes that are taken");
            hash.AppendData(part.Span);
            await into.WriteAsync(part, cancellation);
            offset += part.Length;
            if (offset < head.Size && part.Length > 0)
                continue;
            var name = request.Name ?? "what was fetched";
            if (offset != head.Size)
                throw new ClusterException($"{name} came with {offset} bytes instead of {head.Size}");
            return Convert.ToHexStringLower(hash.GetHashAndReset()) == head.Sha256 ? head
                : throw new ClusterException($"{name} came with another hash than was announced; it changed meanwhile, or was damaged on the way");
        }
    }
}
