using System.Text;
using System.Text.Json;

namespace VllmStream.Profiling.Workload.Prompts;

/// <summary>Finds where the first text of a conversation begins, which is where a prompt begins for a cache. Pure.</summary>
internal static class MessagesNonce
{
    /// <summary>Index behind the quote that opens the first text; -1 when there is none.</summary>
    /// <param name="messages">A JSON array of messages.</param>
    public static int PlaceIn(string messages)
    {
        var utf8 = Encoding.UTF8.GetBytes(messages);
        var reader = new Utf8JsonReader(utf8);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !(reader.ValueTextEquals("content"u8) || reader.ValueTextEquals("text"u8)))
                continue;
            if (reader.Read() && reader.TokenType == JsonTokenType.String)
                return Encoding.UTF8.GetCharCount(utf8.AsSpan(0, (int)reader.TokenStartIndex + 1));
        }
        return -1;
    }
}
