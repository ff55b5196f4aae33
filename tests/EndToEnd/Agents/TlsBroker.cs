using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.EndToEnd.Agents;

/// <summary>A broker that shows a certificate and asks for one.</summary>
internal static class TlsBroker
{
    /// <summary>Starts one.</summary>
    /// <param name="folder">Where its files lie; removed with it.</param>
    /// <param name="authority">Who issues its certificate, and those it believes.</param>
    public static Task<Broker> StartAsync(string folder, TestAuthority authority)
    {
        var ca = authority.WriteRoot(Ca(folder));
        var server = authority.Write($"{folder}/server", "localhost");
        return Broker.StartAsync($"tls {{ cert_file: \"{server.Cert}\", key_file: \"{server.Key}\", ca_file: \"{ca}\", verify: true }}", scheme: "tls", folder: folder);
    }

    /// <summary>The authority's own certificate.</summary>
    public static string Ca(string folder) => $"{folder}/ca.pem";
}
