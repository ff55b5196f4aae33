namespace VllmStream.Profiling.Options;

/// <summary>Reads the API key. Nothing here ever puts it into a message.</summary>
public static class KeyReader
{
    private static readonly string[] Options = ["--api-key-env", "--api-key-file", "--api-key"];

    /// <summary>The key and the option it came from; both null when no option names one.</summary>
    public static (Secret? Key, string? Source) Read(OptionValues values, IOptionSources sources, ICollection<string> warnings)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(warnings);
        OptionValue? given = null;
        foreach (var name in Options)
        {
            if (values.One(name) is not { } next)
                continue;
            if (given is not null)
                throw new OptionException($"{given.Shown} and {next.Shown} both give the key; keep one");
            given = next;
        }

        switch (given?.Definition.Name)
        {
            case "--api-key-env":
                var found = sources.Variable(given.Text);
                return string.IsNullOrEmpty(found)
                    ? throw given.Wrong("names a variable that is not set")
                    : (Checked(found, given.Shown), given.Shown);
            case "--api-key-file":
                return (Checked(given.ReadFile(sources), given.Shown), given.Shown);
            case "--api-key":
                warnings.Add("--api-key can be read by other users of this machine; use --api-key-env NAME or --api-key-file FILE");
                return (Checked(given.Text, given.Spelling), given.Spelling);
            default:
                return (null, null);
        }
    }

    /// <summary>The first of the variables that is set.</summary>
    internal static (Secret? Key, string? Source) FromEnvironment(IEnumerable<string> names, IOptionSources sources)
    {
        foreach (var name in names)
        {
            if (sources.Variable(name) is { Length: > 0 } key)
                return (Checked(key, name), name);
        }

        return (null, null);
    }

    // The newline that every editor leaves at the end of a file belongs to no key.
    private static Secret Checked(string text, string source)
    {
        var key = text.Trim();
        if (key.Length == 0)
            throw new OptionException($"{source} holds no key: it is empty");
        return HeaderText.IsFieldValue(key) ? new Secret(key)
            : throw new OptionException($"{source} holds no key: it has line breaks or characters beyond ASCII");
    }
}
