using System.Text;

namespace VllmStream.Profiling.Options;

/// <summary>Reads how the server is reached and who we are to it.</summary>
internal static class ConnectionReader
{
    private static readonly string[] KeyVariables = ["VLLM_API_KEY", "OPENAI_API_KEY"];

    internal static ConnectionOptions Read(OptionValues values, TargetAddress target, bool useSimulator, IOptionSources sources, List<string> warnings)
    {
        var headers = new List<HeaderOption>();
        foreach (var given in values.All("--header"))
            headers.Add(HeaderText.TryParse(given.Text, out var header, out var problem) ? header : throw new OptionException($"{given.Spelling} {problem}"));

        var hasOwnAuthorization = headers.Exists(header => header.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase));
        var (key, keySource) = KeyReader.Read(values, sources, warnings);
        if (hasOwnAuthorization && keySource is not null)
            throw new OptionException($"{keySource} and the header Authorization both say who asks; keep one");
        if (target.Credentials is not null)
        {
            if (hasOwnAuthorization || keySource is not null)
                throw new OptionException($"{keySource ?? "the header Authorization"} and the user in the URL both say who asks; keep one");
            warnings.Add("a password in a URL can be read by other users of this machine; use --api-key-file, or -H with a value from the environment");
            headers.Add(new HeaderOption("Authorization", new Secret("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(target.Credentials.Reveal())))));
        }
        else if (key is null && !hasOwnAuthorization && !useSimulator)
        {
            (key, keySource) = KeyReader.FromEnvironment(KeyVariables, sources);
        }

        var (proxy, proxySource) = useSimulator ? (null, null) : ProxyRules.Choose(target.Url, values.One("--proxy"), sources);
        var isHttp2 = values.Has("--http2");
        if (isHttp2 && proxy is not null && !target.Url.IsTls)
        {
            throw new OptionException(
                $"--http2 to an http:// address cannot go through the proxy {proxy.Scheme}://{proxy.Authority} ({proxySource}), which passes on HTTP/1.1",
                "an https:// address, or --proxy none");
        }
        var isInsecure = values.Has("--insecure");
        if (isInsecure)
            warnings.Add("--insecure accepts any certificate: who answers is not checked, and the report says so");
        return new ConnectionOptions
        {
            ApiKey = key,
            ApiKeySource = keySource,
            Headers = headers,
            CaCertFile = ReadCaCert(values, sources),
            Insecure = isInsecure,
            Http2 = isHttp2,
            Proxy = proxy,
            ProxySource = proxySource,
        };
    }

    private static string? ReadCaCert(OptionValues values, IOptionSources sources) =>
        values.One("--cacert") is not { } given ? null
        : sources.FileExists(given.Text) ? given.Text
        : throw given.Wrong("is no file that can be read");
}
