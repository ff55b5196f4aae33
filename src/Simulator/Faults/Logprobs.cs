using System.Text;

namespace VllmStream.Simulation;

/// <summary>Logprobs of any length, as a client gets them that asks for many: what makes the lines of a stream long.</summary>
internal static class Logprobs
{
    /// <summary>A token chunk whose top_logprobs have at least that many bytes.</summary>
    public static string Event(int bytes) =>
        $"data: {{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"a\"}},\"logprobs\":{Value(bytes)},\"finish_reason\":null}}]}}\n\n";

    /// <summary>The value of "logprobs" for one token.</summary>
    public static string Value(int bytes)
    {
        var tops = new StringBuilder("{\"content\":[{\"token\":\"a\",\"logprob\":-0.5,\"bytes\":[97],\"top_logprobs\":[");
        var start = tops.Length;
        for (var i = 0; tops.Length - start < bytes; i++)
        {
            if (i > 0) tops.Append(',');
            tops.Append("{\"token\":\"tok").Append(i).Append("\",\"logprob\":-").Append(i % 17).Append(".25,\"bytes\":[116,111,107]}");
        }

        return tops.Append("]}]}").ToString();
    }
}
