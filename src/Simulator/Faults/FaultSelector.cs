using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace VllmStream.Simulation;

/// <summary>
/// Finds what is to go wrong with a request: what its header says, else what a marker in its prompt says, else what was drawn for it of
/// the scripts for all requests. What the profile does to every answer comes first.
/// </summary>
/// <remarks>Called by many requests at a time.</remarks>
internal sealed class FaultSelector
{
    public const string Header = "X-Sim-Fault";

    private const string MarkerStart = "[[fault:";
    private const string MarkerEnd = "]]";

    private readonly FaultShare[] shares;
    private readonly FaultScript always;
    private readonly ulong seed;
    private long requests;

    public FaultSelector(SimulatorOptions options)
    {
        shares = [.. options.Faults.Select(FaultShare.Read)];
        always = options.ServerProfile.Script.Length > 0 ? FaultScriptReader.Read(options.ServerProfile.Script) : FaultScript.None;
        seed = (ulong)options.Seed;
    }

    /// <summary>The script for a request, in the order of arrival; no fault is an empty one.</summary>
    /// <exception cref="FaultSyntaxException">The script of the request cannot be read.</exception>
    public FaultScript Choose(HttpContext context, ReadOnlyMemory<byte> body)
    {
        // Counted for each request, so that scripts of some do not move what is drawn for the others.
        var number = Interlocked.Increment(ref requests);
        if (context.Request.Headers.TryGetValue(Header, out var header)) return always.With(FaultScriptReader.Read(header.ToString()));
        if (Marker(body.Span) is { } marked) return always.With(FaultScriptReader.Read(marked));
        var script = always;
        for (var i = 0; i < shares.Length; i++)
        {
            var random = new SeededRandom(SeededRandom.Mix(SeededRandom.Mix(seed, (ulong)number), (ulong)i));
            if (shares[i].IsFor(number) || random.NextUnit() < shares[i].Probability) script = script.With(shares[i].Script);
        }

        return script;
    }

    private static string? Marker(ReadOnlySpan<byte> body)
    {
        if (body.IndexOf("[[fault:"u8) < 0) return null;
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.IndexOf("[[fault:"u8) < 0) continue;
            var text = reader.GetString()!;
            var start = text.IndexOf(MarkerStart, StringComparison.Ordinal) + MarkerStart.Length;
            var end = End(text, start);
            return end < 0 ? throw new FaultSyntaxException(text[start..], text.Length - start, $"the marker is not closed; add {MarkerEnd}") : text[start..end];
        }

        return null;
    }

    // Brackets within quotes belong to the bytes of a recipe.
    private static int End(string text, int start)
    {
        var isQuoted = false;
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '\\' && isQuoted) i++;
            else if (text[i] == '"') isQuoted = !isQuoted;
            else if (!isQuoted && string.CompareOrdinal(text, i, MarkerEnd, 0, MarkerEnd.Length) == 0) return i;
        }

        return -1;
    }
}
