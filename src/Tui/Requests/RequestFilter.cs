using System.Globalization;

namespace VllmStream.Tui.Requests;

/// <summary>Which requests are shown: words that all must hold, such as <c>group:chat state:decode ttft&gt;500 timeout</c>.</summary>
internal sealed class RequestFilter
{
    private readonly List<Func<RequestItem, bool>> _terms = [];

    /// <summary>Reads a filter; what it does not know is looked for in group, state and note.</summary>
    public RequestFilter(string text)
    {
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            _terms.Add(Term(word));
    }

    /// <summary>True for a request that is shown.</summary>
    public bool Takes(RequestItem item) => _terms.TrueForAll(term => term(item));

    private static Func<RequestItem, bool> Term(string word)
    {
        if (word.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
        {
            var (name, wanted) = (word[..colon], word[(colon + 1)..]);
            return name switch
            {
                "group" => item => Has(item.Group, wanted),
                "outcome" or "state" or "phase" => item => Has(item.State, wanted),
                "mode" => item => Has(item.Mode, wanted),
                "conn" => item => Has(item.Connection ?? "", wanted),
                "id" => item => item.Id.ToString(CultureInfo.InvariantCulture) == wanted,
                _ => Anywhere(word),
            };
        }
        var sign = word.IndexOfAny(['>', '<']);
        if (sign > 0 && double.TryParse(word.AsSpan(sign + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var limit) && Number(word[..sign]) is { } of)
            return word[sign] == '>' ? item => of(item) > limit : item => of(item) < limit;
        return Anywhere(word);
    }

    private static Func<RequestItem, double?>? Number(string name) => name switch
    {
        "ttft" => item => item.TtftMs,
        "e2e" => item => item.E2eMs,
        "wait" => item => item.WaitMs,
        "age" => item => item.AgeMs / 1_000,
        "tokens" => item => item.Tokens,
        "rate" => item => item.Rate,
        "gap" => item => item.MaxGapMs,
        _ => null,
    };

    private static Func<RequestItem, bool> Anywhere(string word) => item => Has(item.Group, word) || Has(item.State, word) || Has(item.Note, word);

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
