using System.Globalization;
using System.Text;

namespace VllmStream.Profiling.Exporting;

/// <summary>Writes a page of metrics as text: families one after the other, each with its type, unit and help; OpenMetrics has <c># EOF</c> at the end.</summary>
internal sealed class MetricPage(PageFormat format = PageFormat.OpenMetrics)
{
    private readonly StringBuilder _text = new();

    /// <summary>Begins a family.</summary>
    /// <param name="name">Without suffix; ends with the unit where there is one.</param>
    /// <param name="type">counter, gauge, histogram or info.</param>
    /// <param name="unit">Base unit; null = none.</param>
    /// <param name="help">One line.</param>
    public void Family(string name, string type, string? unit, string help) => Family(new MetricHeading(name, type, unit, help));

    /// <summary>Begins a family.</summary>
    public void Family(MetricHeading heading)
    {
        var (name, type, unit, help) = heading;
        if (format == PageFormat.Prometheus)
            (name, type, unit) = (heading.SampleName, type == "info" ? "gauge" : type, null);
        _text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {type}\n");
        if (unit is not null)
            _text.Append(CultureInfo.InvariantCulture, $"# UNIT {name} {unit}\n");
        _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {Escape(help)}\n");
    }

    /// <summary>Writes a sample of the family; one that is null is left out.</summary>
    /// <param name="name">With its suffix.</param>
    /// <param name="value">Null = not there.</param>
    /// <param name="labels">Null values are left out.</param>
    public void Sample(string name, double? value, params ReadOnlySpan<(string Key, string? Value)> labels)
    {
        if (value is not { } number)
            return;
        _text.Append(name);
        var isFirst = true;
        foreach (var (key, text) in labels)
        {
            if (text is null)
                continue;
            _text.Append(isFirst ? '{' : ',').Append(key).Append("=\"").Append(Escape(text)).Append('"');
            isFirst = false;
        }

        _text.Append(isFirst ? " " : "} ").Append(Number(number)).Append('\n');
    }

    /// <summary>The whole page.</summary>
    public string End() => _text.Append(format == PageFormat.OpenMetrics ? "# EOF\n" : "").ToString();

    /// <summary>A number as the format has it.</summary>
    public static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
