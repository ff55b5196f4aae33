using System.Runtime.CompilerServices;

namespace VllmStream.Tests.Tui;

/// <summary>The golden screens, next to the tests' sources.</summary>
internal static class Repository
{
    public static bool Updates => Environment.GetEnvironmentVariable("VLLMSTREAM_UPDATE_GOLDEN") == "1";

    public static void ShouldMatchGolden(string name, string text)
    {
        var path = Path.Combine(Path.GetDirectoryName(Here())!, "Golden", name);
        if (Updates)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
            return;
        }
        Assert.True(File.Exists(path), $"{name} is missing; VLLMSTREAM_UPDATE_GOLDEN=1 writes it");
        Assert.Equal(File.ReadAllText(path), text);
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
