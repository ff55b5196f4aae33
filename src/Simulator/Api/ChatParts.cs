using System.Text;

namespace VllmStream.Simulation;

/// <summary>What the tokens of one chat answer are: first what the model thinks, then what it says, or the call of a tool.</summary>
internal readonly record struct ChatParts(AcceptedRequest Accepted, int Choice)
{
    /// <summary>How many tokens are thought.</summary>
    public int ThoughtTokens => Math.Min(Accepted.Request.ReasoningTokens, Visible);

    /// <summary>True if what follows the thought calls a tool.</summary>
    public bool IsToolCall => ToolName is not null && Visible > ThoughtTokens;

    public string? ToolName => Accepted.Request.ToolName;

    public string ToolCallId => $"chatcmpl-tool-{Accepted.Plans[Choice].TextSeed:x16}";

    public string Thought => Words(0, ThoughtTokens);

    public string Content => Words(ThoughtTokens, Visible);

    /// <summary>The arguments of the call: an object with one text, whole when the answer ended by itself.</summary>
    public string Arguments => ArgumentsOf(ThoughtTokens, Visible);

    private int Visible => Accepted.VisibleTokens(Choice);

    /// <summary>The names under which a server shows what the model thought.</summary>
    public static IEnumerable<string> ReasoningNames(ReasoningField fields)
    {
        if (fields.HasFlag(ReasoningField.Reasoning)) yield return "reasoning";
        if (fields.HasFlag(ReasoningField.ReasoningContent)) yield return "reasoning_content";
    }

    /// <summary>The words of some tokens; the first of the thought and the first of the rest stand without their space.</summary>
    public string Words(int from, int to)
    {
        var text = new StringBuilder();
        for (var position = from; position < to; position++)
        {
            var word = AnswerText.Token(Accepted.Plans[Choice].TextSeed, position);
            text.Append(Encoding.UTF8.GetString(position == 0 || position == ThoughtTokens ? word[1..] : word));
        }

        return text.ToString();
    }

    /// <summary>The part of the arguments that some tokens spell; the first names the function and spells none, unless it is the only one.</summary>
    public string ArgumentsOf(int from, int to)
    {
        var (name, last) = (ThoughtTokens, Visible - 1);
        var isWhole = Accepted.Plans[Choice].Finish == FinishReason.Stop;
        if (name == last) return isWhole ? "{}" : "";
        var text = new StringBuilder();
        for (var position = Math.Max(from, name + 1); position < to; position++)
        {
            var word = Encoding.UTF8.GetString(AnswerText.Token(Accepted.Plans[Choice].TextSeed, position));
            text.Append(position == name + 1 ? "{\"text\": \"" + word.TrimStart() : word);
            if (position == last && isWhole) text.Append("\"}");
        }

        return text.ToString();
    }
}
