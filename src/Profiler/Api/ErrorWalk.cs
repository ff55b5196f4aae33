using System.Text.Json;

namespace VllmStream.Profiling.Api;

/// <summary>Reads an error in any of the shapes servers use.</summary>
internal static class ErrorWalk
{
    /// <summary>The most of a server's text that is kept; longer ones are stack traces.</summary>
    public const int MaxChars = 2048;

    /// <summary>Reads the value of an <c>error</c> member: an object, or the text itself. Null, false, 0, "" and [] mean no error.</summary>
    public static ApiError? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(ref reader, data);
            case JsonTokenType.String:
                var text = JsonSpan.OfString(ref reader);
                return text.HasText ? new ApiError(text.Decode(data, MaxChars), Type: null, Code: null) : null;
            default:
                reader.Skip();
                return null;
        }
    }

    private static ApiError ReadObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        var start = (int)reader.TokenStartIndex;
        JsonSpan message = default, type = default, code = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = MemberNames.Of(ref reader);
            reader.Read();
            switch (member)
            {
                case Member.Message or Member.Detail when reader.TokenType == JsonTokenType.String:
                    message = JsonSpan.OfString(ref reader);
                    break;
                case Member.Type:
                    type = JsonSpan.OfString(ref reader);
                    break;
                case Member.Code:
                    code = JsonSpan.OfScalar(ref reader);
                    break;
            }

            reader.Skip();
        }

        // Without a message the object itself is the best we can show.
        var end = (int)reader.BytesConsumed;
        var text = message.Decode(data, MaxChars) ?? JsonText.Decode(data[start..end], escaped: false, MaxChars);
        return new ApiError(text, type.Decode(data, MaxChars), code.Decode(data, MaxChars));
    }
}
