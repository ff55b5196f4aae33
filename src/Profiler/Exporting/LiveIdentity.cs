using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Exporting;

/// <summary>Who exports: what was run against what, without secrets; immutable.</summary>
/// <param name="Run">What is run.</param>
/// <param name="Tags">Labels that the user gave.</param>
/// <param name="Host">Host of the server.</param>
/// <param name="Port">Its port.</param>
internal sealed record LiveIdentity(RunDescription Run, IReadOnlyList<KeyValuePair<string, string>> Tags, string Host, int Port)
{
    /// <summary>Takes it from a run that is about to begin.</summary>
    /// <param name="run">What is run.</param>
    /// <param name="options">Its options; their secrets are taken out, whatever holds them.</param>
    public static LiveIdentity Of(RunDescription run, RunOptions options)
    {
        var redactor = Redactor.Of(options);
        return new LiveIdentity(
            run with
            {
                Target = Clean(TargetText.Redact(run.Target)),
                Model = run.Model is { } model ? Clean(model) : null,
                ServerName = run.ServerName is { } server ? Clean(server) : null,
                ServerVersion = run.ServerVersion is { } version ? Clean(version) : null,
            },
            [.. options.Tags.Select(tag => KeyValuePair.Create(tag.Key, Clean(tag.Value)))],
            options.Target.Host,
            options.Target.Port);

        string Clean(string text) => redactor.Clean(text);
    }
}
