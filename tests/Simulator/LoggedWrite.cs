using System.Text.Json;

namespace VllmStream.Tests.Simulator;

/// <summary>One row of the emission log, times in µs.</summary>
internal sealed record LoggedWrite(string Kind, double? Due, double Write, double Flushed, int Choice, int Tokens, int Sse)
{
    public static LoggedWrite Read(JsonElement row) => new(
        row[0].GetString()!,
        row[1].ValueKind == JsonValueKind.Null ? null : row[1].GetDouble(),
        row[2].GetDouble(),
        row[3].GetDouble(),
        row[4].GetInt32(),
        row[5].GetInt32(),
        row[6].GetInt32());
}
