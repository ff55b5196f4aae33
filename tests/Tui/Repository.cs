namespace VllmStream.Tests.Tui;

/// <summary>Finds files of the checkout from wherever the tests run.</summary>
internal static class Repository
{
    public static bool Updates => Environment.GetEnvironmentVariable("VLLMSTREAM_UPDATE_GOLDEN") == "1";

    /// <summary>A file of the checkout.</summary>
    // careful: not by the path of a source file, which a deterministic build maps to /_/.
    public static string PathOf(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "VllmStream.sln")))
                return Path.Combine(folder.FullName, relative);
        }

        throw new DirectoryNotFoundException("no VllmStream.sln above " + AppContext.BaseDirectory);
    }

    /// <summary>Compares with a golden screen, or writes it.</summary>
    public static void ShouldMatchGolden(string name, string text)
    {
        var path = PathOf(Path.Combine("tests", "Tui", "Golden", name));
        if (Updates)
            File.WriteAllText(path, text);
        Assert.True(File.Exists(path), $"{name} is missing; VLLMSTREAM_UPDATE_GOLDEN=1 writes it");
        Assert.Equal(File.ReadAllText(path), text);
    }
}
