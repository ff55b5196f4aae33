using System.Buffers;
using System.Text;
using System.Text.Json;

namespace VllmStream.Profiling.Api;

/// <summary>What a request asks: a text, or a number of a source that writes it. Immutable; any thread.</summary>
public readonly struct PromptText : IEquatable<PromptText>
{
    private readonly string? _text;
    private readonly string? _before;
    private readonly IPromptSource? _source;
    private readonly long _number;

    /// <summary>A given text.</summary>
    public PromptText(string text) => _text = text;

    /// <summary>A given text behind a short one; the two are never put together, since a prompt may be long.</summary>
    public PromptText(string before, string text) => (_before, _text) = (before, text);

    /// <summary>One of a source.</summary>
    public PromptText(IPromptSource source, long number) => (_source, _number) = (source, number);

    /// <summary>A given text.</summary>
    public static implicit operator PromptText(string text) => new(text);

    /// <summary>Writes it as a JSON string member, behind a paragraph of its own if there is one.</summary>
    public void WriteTo(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? paragraph = null)
    {
        if (_source is null && paragraph is null && _before is null)
        {
            json.WriteString(name, _text ?? "");
            return;
        }
        if (_source is null || paragraph is not null)
        {
            json.WritePropertyName(name);
            if (paragraph is not null)
            {
                json.WriteStringValueSegment(paragraph, isFinalSegment: false);
                json.WriteStringValueSegment("\n\n", isFinalSegment: false);
            }
            json.WriteStringValueSegment(_before ?? "", isFinalSegment: false);
            json.WriteStringValueSegment(_source is null ? _text ?? "" : ToString(), isFinalSegment: true);
            return;
        }
        var bytes = ArrayPool<byte>.Shared.Rent(_source.MaxBytesOf(_number));
        var prompt = bytes.AsSpan(0, _source.Write(_number, bytes));
        if (_source.IsJson)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(prompt, skipInputValidation: true);
        }
        else
        {
            json.WriteString(name, prompt);
        }
        ArrayPool<byte>.Shared.Return(bytes);
    }

    /// <summary>Writes it as a JSON string in an array.</summary>
    public void WriteTo(Utf8JsonWriter json) => json.WriteStringValue(ToString());

    /// <inheritdoc/>
    public override string ToString()
    {
        if (_source is null)
            return _before + _text;
        var bytes = new byte[_source.MaxBytesOf(_number)];
        return Encoding.UTF8.GetString(bytes, 0, _source.Write(_number, bytes));
    }

    /// <inheritdoc/>
    public bool Equals(PromptText other) => ToString() == other.ToString();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PromptText other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>True for the same text.</summary>
    public static bool operator ==(PromptText left, PromptText right) => left.Equals(right);

    /// <summary>True for another text.</summary>
    public static bool operator !=(PromptText left, PromptText right) => !left.Equals(right);
}
