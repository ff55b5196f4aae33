using System.Globalization;
using System.Text;

namespace VllmStream.Simulation;

/// <summary>Builds the Prometheus text exposition, format 0.0.4, with the labels that all series of vLLM share.</summary>
internal sealed class PrometheusText(string model)
{
    private readonly StringBuilder text = new();
    private readonly string labels = $"engine=\"0\",model_name=\"{Escape(model)}\"";

    /// <summary>Python's float repr, which vLLM's exporter prints: always with a point or an exponent.</summary>
    public static string Number(double value)
    {
        var number = value.ToString("R", CultureInfo.InvariantCulture);
        return number.AsSpan().ContainsAny('.', 'E') ? number : number + ".0";
    }

    /// <summary>A whole number, as the value of a label.</summary>
    public static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A family of one series.</summary>
    public void Single(string name, string type, string help, double value)
    {
        Head(name, type, help);
        Sample(name, value);
    }

    /// <summary>A family of one histogram.</summary>
    public void Distribution(string name, string help, Histogram histogram)
    {
        Head(name, "histogram", help);
        histogram.Write(this, name);
    }

    /// <summary>A gauge that is always 1 and says something by its labels; it has no model, as in vLLM.</summary>
    public void Info(string name, string infoLabels) => text.Append(name).Append("{engine=\"0\",").Append(infoLabels).Append("} 1.0\n");

    public void Head(string name, string type, string help) =>
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    public void Sample(string name, double value) => text.Append(name).Append('{').Append(labels).Append("} ").Append(Number(value)).Append('\n');

    public void Sample(string name, double value, string label, string labelValue) =>
        text.Append(name).Append('{').Append(labels).Append(',').Append(label).Append("=\"").Append(labelValue).Append("\"} ").Append(Number(value)).Append('\n');

    public override string ToString() => text.ToString();

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
