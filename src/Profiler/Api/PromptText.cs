using System.Buffers;
using System.Text;
using System.Text.Json;

namespace VllmStream.Profiling.Api;

/// <summary>What a request asks: a text, or a number of a source that writes it. Immutable; any thread.</summary>
public readonly struct PromptText : IEquatable<PromptText>
{
    private readonly string? _text;
    private readonly IPromptSource? _source;
    private readonly long _number;

    /// <summary>A given text.</summary>
    public PromptText(string text) => _text = text;

    /// <summary>One of a source.</summary>
    public PromptText(IPromptSource source, long number) => (_source, _number) = (source, number);

    /// <summary>A given text.</summary>
    public static implicit operator PromptText(string text) => new(text);

    /// <summary>Writes it as a JSON string member, behind a text of its own if there is one.</summary>
    public void WriteTo(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? before = null)
    {
        if (_source is null || before is not null)
        {
            json.WriteString(name, before + ToString());
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
            return _text ?? "";
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
