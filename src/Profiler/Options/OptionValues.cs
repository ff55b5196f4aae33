namespace VllmStream.Profiling.Options;

/// <summary>The options of one command line, asked for by the name they have in the table.</summary>
public sealed class OptionValues(IEnumerable<OptionValue> values)
{
    private readonly List<OptionValue> _values = [.. values];

    /// <summary>Every option in the order it was given.</summary>
    public IReadOnlyList<OptionValue> Given => _values;

    /// <summary>True if the option was given.</summary>
    public bool Has(string name) => _values.Exists(value => value.Definition.Name == name);

    /// <summary>Every value of an option.</summary>
    public IReadOnlyList<OptionValue> All(string name) => _values.FindAll(value => value.Definition.Name == name);

    /// <summary>The one value of an option; null = not given.</summary>
    /// <exception cref="OptionException">It was given twice with different values: which one was meant is not ours to guess.</exception>
    public OptionValue? One(string name)
    {
        OptionValue? first = null;
        foreach (var value in _values)
        {
            if (value.Definition.Name != name)
                continue;
            if (first is not null && first.Text != value.Text)
            {
                throw new OptionException(first.Spelling == value.Spelling && !first.Definition.IsSecret
                    ? $"{first.Spelling} is given twice, {first.Text} and {value.Text}; keep one"
                    : $"{first.Shown} and {value.Shown} contradict each other; keep one");
            }

            first ??= value;
        }

        return first;
    }
}
