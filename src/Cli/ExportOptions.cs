using VllmStream.Profiling.Options;

namespace VllmStream.Cli;

/// <summary>Where the figures of a run go while it goes on; by default nowhere.</summary>
internal sealed record ExportOptions
{
    /// <summary>Where a page is served; null = nowhere.</summary>
    public ListenAddress? Serve { get; init; }

    /// <summary>The option of <see cref="Serve"/> as error lines quote it.</summary>
    public string ServeShown { get; init; } = "";

    /// <summary>Where they are pushed; null = nowhere.</summary>
    public MetricsAddress? Otlp { get; init; }

    /// <summary>What goes along with a push.</summary>
    public IReadOnlyList<HeaderOption> OtlpHeaders { get; init; } = [];
}
