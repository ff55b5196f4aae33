namespace VllmStream.Simulation;

/// <summary>How the value of a fault's argument is written.</summary>
internal enum FaultValue
{
    /// <summary>A whole number, 0 or more.</summary>
    Count,

    /// <summary>A time with its unit, or "forever".</summary>
    Time,

    /// <summary>A number of bytes, with KiB or MiB if it is large.</summary>
    Size,

    /// <summary>Any text; in quotes where it has commas, parentheses or blanks at its ends.</summary>
    Text,

    /// <summary>One of a few words.</summary>
    Word,

    /// <summary>A list of bytes with times, in the language of <see cref="RecipeReader"/>.</summary>
    Recipe,
}
