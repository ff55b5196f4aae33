using System.Buffers;

namespace VllmStream.Profiling.Reporting.Exchange.Csv;

/// <summary>Writes rows as RFC 4180 has them: commas, CRLF, and quotes around what has one of those. Numbers have a point.</summary>
internal sealed class CsvTable : IDisposable
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    private readonly TextWriter _writer;

    /// <summary>Opens a file anew.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public CsvTable(string path, IEnumerable<string> header)
    {
        _writer = new StreamWriter(path, append: false) { NewLine = "\r\n" };
        Row(header);
    }

    /// <summary>Writes a row; null is an empty field.</summary>
    public void Row(IEnumerable<string?> fields)
    {
        var isFirst = true;
        foreach (var field in fields)
        {
            if (!isFirst)
                _writer.Write(',');
            isFirst = false;
            if (field is not null)
                Write(field);
        }

        _writer.WriteLine();
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private void Write(string field)
    {
        if (field.AsSpan().IndexOfAny(Quoted) < 0)
        {
            _writer.Write(field);
            return;
        }

        _writer.Write('"');
        _writer.Write(field.Replace("\"", "\"\"", StringComparison.Ordinal));
        _writer.Write('"');
    }
}
