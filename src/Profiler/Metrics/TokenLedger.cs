using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Metrics;

/// <summary>Everything that depends on token counts, kept apart by where the counts come from: numbers of two sources are never mixed. Not thread-safe.</summary>
internal sealed class TokenLedger
{
    // Indexed by TokenSource; nearly always one entry is in use.
    private readonly Account?[] _accounts = new Account?[Enum.GetValues<TokenSource>().Length];

    /// <summary>The source that counted the most requests, which is the one that is reported.</summary>
    public TokenSource Source
    {
        get
        {
            var best = TokenSource.None;
            for (var source = 1; source < _accounts.Length; source++)
            {
                if (_accounts[source] is { } account && account.Requests > (_accounts[(int)best]?.Requests ?? 0))
                    best = (TokenSource)source;
            }

            return best;
        }
    }

    /// <summary>Figures of the reported source.</summary>
    public Account Reported => _accounts[(int)Source] ?? new Account();

    /// <summary>Requests counted by a source.</summary>
    public long RequestsOf(TokenSource source) => _accounts[(int)source]?.Requests ?? 0;

    /// <summary>Adds a measured success.</summary>
    public void Add(RequestRecord record, in RequestMetrics metrics)
    {
        if (record.OutputTokens is not { } tokens || record.TokenSource == TokenSource.None)
            return;
        var account = Of(record.TokenSource);
        account.Requests++;
        account.OutputTokens += tokens;
        account.Tpot.Record(metrics.Tpot);
        account.Rate.Record(metrics.TokensPerSecond);
        if (record.TokenEvents > 0)
        {
            account.StreamedTokens += tokens;
            account.TokenEvents += record.TokenEvents;
        }
    }

    /// <summary>Adds what a success, warm-up included, put into the steady window.</summary>
    public void AddSteady(RequestRecord record, in RequestTimes times, SteadyWindow window)
    {
        if (record.OutputTokens is { } tokens && record.TokenSource != TokenSource.None)
            Of(record.TokenSource).SteadyTokens += window.TokensWithin(times, tokens, record.FirstEventTokens);
    }

    private Account Of(TokenSource source) => _accounts[(int)source] ??= new Account();

    /// <summary>Figures of one source.</summary>
    internal sealed class Account
    {
        public long Requests;
        public long OutputTokens;

        // Tokens and events of answers that had token events: the two sides of tokens per event.
        public long StreamedTokens;
        public long TokenEvents;
        public double SteadyTokens;
        public readonly Distribution Tpot = new();
        public readonly Distribution Rate = new();
    }
}
