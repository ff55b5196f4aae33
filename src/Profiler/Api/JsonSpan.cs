using System.Text.Json;

namespace VllmStream.Profiling.Api;

/// <summary>Where a JSON string or number stands in the data, so that it is decoded only if someone turns out to need it.</summary>
internal readonly struct JsonSpan
{
    private readonly int _start;
    private readonly int _length;
    private readonly bool _escaped;

    private JsonSpan(int start, int length, bool escaped)
    {
        _start = start;
        _length = length;
        _escaped = escaped;
    }

    /// <summary>False for nothing, and for an empty string.</summary>
    public bool HasText => _length > 0;

    /// <summary>The string the reader stands on, without its quotes; nothing when it stands on something else.</summary>
    public static JsonSpan OfString(ref Utf8JsonReader reader)
        => reader.TokenType == JsonTokenType.String
            ? new((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, reader.ValueIsEscaped)
            : default;

    /// <summary>The string or number the reader stands on.</summary>
    public static JsonSpan OfScalar(ref Utf8JsonReader reader)
        => reader.TokenType == JsonTokenType.Number
            ? new((int)reader.TokenStartIndex, reader.ValueSpan.Length, escaped: false)
            : OfString(ref reader);

    /// <summary>Its raw bytes.</summary>
    public ReadOnlySpan<byte> Raw(ReadOnlySpan<byte> data) => data.Slice(_start, _length);

    /// <summary>Offset of its first byte.</summary>
    public int Start => _start;

    /// <summary>True when it holds escapes.</summary>
    public bool Escaped => _escaped;

    /// <summary>Decodes it; null for nothing.</summary>
    public string? Decode(ReadOnlySpan<byte> data, int maxChars)
        => HasText ? JsonText.Decode(Raw(data), _escaped, maxChars) : null;
}
