using VllmStream.Profiling.Options;
using VllmStream.Profiling.Options.Scenarios;
using VllmStream.Profiling.Server;

namespace VllmStream.Profiling.Probing;

/// <summary>Follows redirects before the load, so that no measured request pays for one.</summary>
/// <remarks>
/// What says who we are is meant for the server that was named: where there is any of it, a redirect to another origin is an
/// error that names the new address. To leave it out instead could measure something else than was asked for.
/// </remarks>
internal sealed class RedirectWalk(RunOptions options, Scenario scenario, Action<string>? talk, Func<TargetUrl, string?>? refuse = null)
{
    private const int MostHops = 5;

    private readonly List<string> _notes = [];
    private int _hops;

    /// <summary>The options with the server that was arrived at.</summary>
    public RunOptions Options { get; private set; } = options;

    /// <summary>What was followed, for a person.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Goes where a redirect leads.</summary>
    /// <returns>Null when it was followed, else why not.</returns>
    public StartFailure? Follow(Redirect redirect)
    {
        var from = redirect.From;
        if (redirect.Address is not { } address)
            return new StartFailure($"{from.Root} answers {redirect.Status} without a usable Location", null);
        var leads = $"{from.Root} answers {redirect.Status} and redirects to {address}";
        if (redirect.To is not { } to)
            return new StartFailure($"{leads}, which is no {redirect.PathEnd}", null);
        if (!redirect.KeepsMethod)
            return new StartFailure($"{leads}, which does not keep method and body of a POST", to.Root == from.Root ? null : to.Root);
        if (from.IsTls && !to.IsTls)
            return new StartFailure($"{leads}, away from TLS", $"{to.Root}, if plain text is meant");
        if (redirect.LeavesOrigin && Belongings(from) is { Length: > 0 } belongings)
            return new StartFailure($"{leads}, another server, to which {belongings} is not sent unasked", to.Root);
        if (refuse?.Invoke(to) is { } refused)
            return new StartFailure($"{leads}: {refused}", null);
        if (++_hops > MostHops)
            return new StartFailure($"no end after {MostHops} redirects: {leads}", null);

        // A slash behind a path is worth a word only where the load will use it.
        if (to.Root != from.Root || redirect.IsPost)
            Note(to.Root != from.Root ? $"{from.Root} redirects to {to.Root}, using that" : $"{from.UrlOf(redirect.Endpoint)} redirects to {address}, using that");
        Options = Options with { Target = to, Connection = redirect.LeavesOrigin ? Rerouted(to) : Options.Connection };
        return null;
    }

    private void Note(string text)
    {
        _notes.Add(text);
        talk?.Invoke($"note: {text}");
    }

    private string Belongings(TargetUrl from)
    {
        var connection = Options.Connection;
        return string.Join(" and ", new[]
        {
            connection.ApiKey is null ? null : $"the key from {connection.ApiKeySource}",
            connection.Headers.Count == 0 && scenario.Steps.All(step => step.Headers.Count == 0) ? null : "what the headers say",
            connection.ClientCertFile is null ? null : "the client certificate",
            from.Query.Length == 0 ? null : "the query of the URL",
        }.OfType<string>());
    }

    // Which proxy serves depends on the server, unless the user has decided.
    private ConnectionOptions Rerouted(TargetUrl to)
    {
        if (Options.Connection.ProxySource == "--proxy")
            return Options.Connection;
        var (proxy, source) = ProxyRules.Choose(to, option: null, new ProcessOptionSources());
        return Options.Connection with { Proxy = proxy, ProxySource = source };
    }
}
