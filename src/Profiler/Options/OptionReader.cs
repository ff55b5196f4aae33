using System.Diagnostics.CodeAnalysis;

namespace VllmStream.Profiling.Options;

/// <summary>Turns the text of single options into values, or into the one line that says what is wrong with it.</summary>
public static class OptionReader
{
    /// <summary>A parser of one value.</summary>
    public delegate bool Parser<T>(string text, out T value, [NotNullWhen(false)] out string? problem);

    public static T? ReadClass<T>(this OptionValues values, string name, Parser<T> parser)
        where T : class =>
        values.One(name) is { } given ? Parse(given, parser) : null;

    public static T? Read<T>(this OptionValues values, string name, Parser<T> parser)
        where T : struct =>
        values.One(name) is { } given ? Parse(given, parser) : null;

    public static T Parse<T>(OptionValue given, Parser<T> parser) =>
        parser(given.Text, out var value, out var problem) ? value : throw given.Wrong(problem);

    public static long? Count(this OptionValues values, string name, long least, long most) =>
        values.Read(name, (string text, out long value, [NotNullWhen(false)] out string? problem) => CountText.TryParse(text, least, most, out value, out problem));

    public static double? Number(this OptionValues values, string name, double least, double most) =>
        values.Read(name, (string text, out double value, [NotNullWhen(false)] out string? problem) => NumberText.TryParse(text, least, most, out value, out problem));

    /// <summary>A time; under the name of a tool that means seconds by a bare number, so do we.</summary>
    public static TimeSpan? Duration(this OptionValues values, string name)
    {
        if (values.One(name) is not { } given)
            return null;
        var isBareSeconds = given.Definition.TakesBareSeconds(given.Spelling) && DurationText.IsBareNumber(given.Text);
        return Parse<TimeSpan>(isBareSeconds ? given with { Text = given.Text + "s" } : given, DurationText.TryParse);
    }

    /// <summary>One of a closed list of words.</summary>
    public static T Word<T>(this OptionValues values, string name, T otherwise, params ReadOnlySpan<(string Word, T Value)> words)
    {
        if (values.One(name) is not { } given)
            return otherwise;
        foreach (var (word, value) in words)
        {
            if (word == given.Text)
                return value;
        }

        throw UnknownWord(given);
    }

    public static OptionException UnknownWord(OptionValue given)
    {
        var nearest = NearestName.Of(given.Text, given.Definition.Choices);
        var list = string.Join(", ", given.Definition.Choices);
        return given.Wrong(nearest is null ? $"is unknown; it can be {list}" : $"is unknown; nearest: {nearest}");
    }
}
