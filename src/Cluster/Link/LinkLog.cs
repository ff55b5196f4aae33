using Microsoft.Extensions.Logging;

namespace VllmStream.Cluster.Link;

/// <summary>Keeps the last exception that the client library logs while it dials: it throws a sentence without it. Nothing is written anywhere.</summary>
internal sealed class LinkLog : ILoggerFactory, ILogger
{
    private volatile Exception? _last;

    /// <summary>What went wrong last; null = nothing.</summary>
    public Exception? Last => _last;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider)
    {
    }

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _last = exception ?? _last;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
