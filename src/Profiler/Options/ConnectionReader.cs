namespace VllmStream.Profiling.Options;

/// <summary>Reads how the server is reached and who we are to it.</summary>
public static class ConnectionReader
{
    private static readonly string[] KeyVariables = ["VLLM_API_KEY", "OPENAI_API_KEY"];

    internal static ConnectionOptions Read(OptionValues values, TargetAddress target, bool useSimulator, IOptionSources sources, List<string> warnings)
    {
        var headers = new List<HeaderOption>();
        foreach (var given in values.All("--header"))
            headers.Add(HeaderText.Read(given.Spelling, given.Text));

        var hasOwnAuthorization = headers.Exists(header => header.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase));
        var (key, keySource) = KeyReader.Read(values, sources, warnings);
        if (hasOwnAuthorization && keySource is not null)
            throw new OptionException($"{keySource} and the header Authorization both say who asks; keep one");
        if (target.Credentials is not null)
        {
            if (hasOwnAuthorization || keySource is not null)
                throw new OptionException($"{keySource ?? "the header Authorization"} and the user in the URL both say who asks; keep one");
            warnings.Add("a password in a URL can be read by other users of this machine; use --api-key-file, or -H with a value from the environment");
            headers.Add(HeaderOption.Basic(target.Credentials));
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
        var (clientCert, clientKey) = ReadClientCert(values, target, useSimulator, sources, warnings);
        return new ConnectionOptions
        {
            ApiKey = key,
            ApiKeySource = keySource,
            Headers = headers,
            CaCertFile = ReadFileName(values, "--cacert", sources),
            ClientCertFile = clientCert,
            ClientKeyFile = clientKey,
            Insecure = isInsecure,
            Http2 = isHttp2,
            Proxy = proxy,
            ProxySource = proxySource,
        };
    }

    private static (string? Cert, string? Key) ReadClientCert(OptionValues values, TargetAddress target, bool useSimulator, IOptionSources sources, List<string> warnings)
    {
        var (cert, key) = (ReadFileName(values, "--cert", sources), ReadFileName(values, "--key", sources));
        if (cert is null && key is not null)
            throw values.One("--key")!.Wrong("is the key of no certificate; add --cert FILE");
        if (cert is not null && (useSimulator || !target.Url.IsTls))
            warnings.Add($"--cert {cert} is not used: only https shows a certificate");
        return (cert, key);
    }

    /// <summary>The file that an option names; null when it was not given.</summary>
    /// <exception cref="OptionException">There is none, or the value is what should be in it.</exception>
    public static string? ReadFileName(OptionValues values, string name, IOptionSources sources)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(sources);
        if (values.One(name) is not { } given)
            return null;
        // careful: the content in place of its file is a secret, and an error line shows the value.
        if (given.Text.Contains("-----BEGIN", StringComparison.Ordinal))
            throw new OptionException($"{given.Spelling} takes the name of a file, not what is in it");
        return sources.FileExists(given.Text) ? given.Text : throw given.Wrong("is no file that can be read");
    }
}
