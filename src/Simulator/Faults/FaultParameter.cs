namespace VllmStream.Simulation;

/// <summary>One argument of a fault.</summary>
/// <param name="Name">Its name; arguments without a name are taken in the order of the table.</param>
/// <param name="Value">How it is written.</param>
/// <param name="Default">Its value when it is not given; null = none, which the fault understands by itself.</param>
internal sealed record FaultParameter(string Name, FaultValue Value, string? Default = null)
{
    /// <summary>The words it may be, for <see cref="FaultValue.Word"/>.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>True if it has to be given.</summary>
    public bool IsRequired { get; init; }

    public static FaultParameter Count(string name, string? standard = null) => new(name, FaultValue.Count, standard);

    public static FaultParameter Time(string name, string? standard = null) => new(name, FaultValue.Time, standard);

    public static FaultParameter Size(string name, string? standard = null) => new(name, FaultValue.Size, standard);

    public static FaultParameter Text(string name, string? standard = null) => new(name, FaultValue.Text, standard);

    /// <summary>One of the words; the first is the default.</summary>
    public static FaultParameter Word(string name, params string[] words) => new(name, FaultValue.Word, words[0]) { Words = words };

    /// <summary>When so many tokens have left; 0 = before the first event.</summary>
    public static FaultParameter At(string standard = "1") => Count("at", standard);

    /// <summary>What a value must look like.</summary>
    public string Expected => Value switch
    {
        FaultValue.Count => "a whole number, 0 or more",
        FaultValue.Time => "a time such as 500ms or 2s, or forever",
        FaultValue.Size => "a number of bytes such as 200 or 70KiB",
        FaultValue.Word => string.Join(" or ", Words),
        _ => "a text",
    };

    public bool Accepts(string text) => Value switch
    {
        FaultValue.Count => FaultNumber.TryCount(text, out _),
        FaultValue.Time => FaultNumber.TryTime(text, out _),
        FaultValue.Size => FaultNumber.TrySize(text, out _),
        FaultValue.Word => Words.Contains(text),
        _ => true,
    };
}
