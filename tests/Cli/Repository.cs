namespace VllmStream.Tests.Cli;

/// <summary>The files of this repository, as tests that read them find them.</summary>
internal static class Repository
{
    /// <summary>Set to 1, generated files are written instead of compared.</summary>
    public const string WriteVariable = "VLLMSTREAM_WRITE_DOCS";

    public static string Root { get; } = FindRoot();

    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>Files of src, without what builds leave there.</summary>
    public static IEnumerable<string> SourceFiles() =>
        Directory.EnumerateFiles(PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(static path => !path.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"));

    /// <summary>Compares a text with the file that holds it, or writes the file.</summary>
    public static async Task IsAsync(string path, string text)
    {
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
            await File.WriteAllTextAsync(path, text).ConfigureAwait(false);
        Assert.True(File.Exists(path), $"{path} is missing; run the tests with {WriteVariable}=1");
        Assert.Equal(await File.ReadAllTextAsync(path).ConfigureAwait(false), text);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "VllmStream.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("no VllmStream.sln above the tests");
    }
}
