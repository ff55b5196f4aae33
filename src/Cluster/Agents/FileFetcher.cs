using VllmStream.Cluster.Link;
using VllmStream.Cluster.Messages;

namespace VllmStream.Cluster.Agents;

/// <summary>Fetches the files of a run from its coordinator into a folder of our own.</summary>
internal static class FileFetcher
{
    // A coordinator that is busy with its own start answers late; one that is gone is noticed by its silence.
    private const int Tries = 10;

    // Whoever may give work must not be able to fill a disk.
    private const long MostBytes = 1L << 30;

    /// <summary>Fetches all of them.</summary>
    /// <returns>The name in the command line, and the path of our copy.</returns>
    /// <exception cref="ClusterException">One of them did not come.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> FetchAsync(NatsLink link, AssignMessage message, string folder, CancellationToken cancellation)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < message.Files.Count; i++)
        {
            var fact = message.Files[i];
            if (fact.Size > MostBytes)
                throw new ClusterException($"{fact.Name} has {fact.Size} bytes, and an agent takes {MostBytes} for a file");
            Directory.CreateDirectory(folder);
            // careful: the name comes from elsewhere. A number makes it unique, and of the rest only its ending is kept, which readers may go by.
            var path = Path.Combine(folder, $"{i}{SafeExtension(fact.Name)}");
            var triesLeft = Tries;
            await using var file = File.Create(path);
            var head = await ChunkReader.FetchAsync(link, Subjects.Files(message.Token), new ChunkRequest { Token = message.Token, Name = fact.Name }, file, fact.Size, _ => --triesLeft > 0, cancellation)
                ?? throw new ClusterException($"the coordinator did not send {fact.Name}");
            if (head.Sha256 != fact.Sha256)
                throw new ClusterException($"{fact.Name} changed since the run was planned");
            paths[fact.Name] = path;
        }

        return paths;
    }

    /// <summary>Removes the copies.</summary>
    public static void Delete(string folder, Action<string> note)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            note($"the copies in {folder} could not be removed: {e.Message}");
        }
    }

    private static string SafeExtension(string name)
    {
        var extension = Path.GetExtension(name);
        return extension.Length <= 16 && extension.All(static c => c is '.' || char.IsAsciiLetterOrDigit(c)) ? extension : "";
    }
}
