namespace VllmStream.Tests.Cluster.Harness;

/// <summary>The files of this repository, as tests that read them find them.</summary>
internal static class Repository
{
    public static string PathOf(params ReadOnlySpan<string> parts)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "VllmStream.sln")))
                return Path.Combine([folder.FullName, .. parts]);
        }

        throw new DirectoryNotFoundException("no VllmStream.sln above the tests");
    }
}
