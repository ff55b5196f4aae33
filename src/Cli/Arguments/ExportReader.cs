using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Arguments;

/// <summary>Reads where the figures of a run go while it goes on.</summary>
internal static class ExportReader
{
    internal static ExportOptions Read(OptionValues values, IOptionSources sources)
    {
        var (serve, otlp) = (values.One("--serve-metrics"), values.One("--otlp"));
        return new ExportOptions
        {
            Serve = serve is null ? null : ListenText.TryParse(serve.Text, out var listen, out var problem) ? listen : throw serve.Wrong(problem),
            ServeShown = serve?.Shown ?? "",
            Otlp = otlp is null ? null : OtlpText.TryParse(otlp.Text, out var collector, out var wrong) ? collector : throw otlp.Wrong(wrong),
            OtlpHeaders = otlp is null || sources.Variable(OtlpText.HeadersVariable) is not { Length: > 0 } text ? []
                : OtlpText.TryParseHeaders(text, out var headers, out var bad) ? headers : throw new OptionException($"{OtlpText.HeadersVariable} {bad}"),
        };
    }
}
