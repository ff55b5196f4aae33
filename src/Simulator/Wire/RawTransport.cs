using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace VllmStream.Simulation;

/// <summary>Puts a <see cref="RawConnection"/> under the HTTP of each connection; its requests find it among their features.</summary>
internal sealed class RawTransport(PipeReader input, RawConnection output) : IDuplexPipe
{
    public PipeReader Input => input;

    public PipeWriter Output => output;

    public static void Use(ListenOptions listen) => listen.Use(next => connection =>
    {
        var raw = new RawConnection(connection.Transport.Output, connection.Features.Get<IConnectionSocketFeature>()?.Socket);
        connection.Features.Set(raw);
        connection.Transport = new RawTransport(connection.Transport.Input, raw);
        return next(connection);
    });
}
