namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>Finds files of the repository from the place the tests run in.</summary>
internal static class RepositoryRoot
{
    public static string? File(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "VllmStream.sln")))
            {
                var path = Path.Combine(folder.FullName, relative);
                return System.IO.File.Exists(path) ? path : null;
            }
        }
        return null;
    }
}
