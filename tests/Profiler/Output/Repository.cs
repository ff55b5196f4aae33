namespace VllmStream.Tests.Profiler.Output;

/// <summary>Finds files of the checkout from wherever the tests run.</summary>
internal static class Repository
{
    /// <summary>Set to 1, golden files and the schema are written instead of compared.</summary>
    public static bool Updates => Environment.GetEnvironmentVariable("VLLMSTREAM_UPDATE_GOLDEN") == "1";

    /// <summary>Path of a file of the checkout.</summary>
    public static string File(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "VllmStream.sln")))
                return Path.Combine(folder.FullName, relative);
        }

        throw new DirectoryNotFoundException("no VllmStream.sln above " + AppContext.BaseDirectory);
    }

    /// <summary>Compares with a file of the checkout, or writes it.</summary>
    public static void AssertIsFile(string relative, string text)
    {
        var path = File(relative);
        if (Updates)
            System.IO.File.WriteAllText(path, text);
        Assert.True(System.IO.File.Exists(path), $"{relative} is missing; VLLMSTREAM_UPDATE_GOLDEN=1 writes it");
        Assert.Equal(System.IO.File.ReadAllText(path), text);
    }
}
