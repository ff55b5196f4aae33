using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Output;

/// <summary>Replaces secrets by *** in every text that leaves the program. Immutable; any thread.</summary>
/// <remarks>
/// By value first: a server may put a key anywhere in its error text, in any escaping. Then by shape: passwords in URLs and
/// key parameters, which may be secrets of someone else. Values under four characters are not replaced by value: they protect
/// nothing and would eat into every number of a text.
/// </remarks>
public sealed partial class Redactor
{
    private const string Stars = "***";
    private const int ShortestSecret = 4;

    // "2024-02-01-preview" is hidden as well, and no loss; a key is never shorter.
    private const int LongQueryValue = 12;

    /// <summary>A text cut off inside a secret still gives this much of it away.</summary>
    private const int ShortestPart = 6;

    private readonly string[] _forms;
    private readonly SearchValues<string> _search;

    /// <summary>Takes the secrets of a run.</summary>
    public Redactor(IEnumerable<string> secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);

        // Longest first: a secret that contains another must go as a whole.
        _forms = [.. secrets.SelectMany(FormsOf).Where(form => form.Length >= ShortestSecret).Distinct(StringComparer.Ordinal).OrderByDescending(form => form.Length)];
        _search = SearchValues.Create(_forms, StringComparison.Ordinal);
    }

    /// <summary>Knows no secret; shapes are still replaced.</summary>
    public static Redactor None { get; } = new([]);

    /// <summary>Takes the secrets out of the options: the key, values of headers, the password of a proxy, values in the query of the address.</summary>
    public static Redactor Of(RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new Redactor(SecretsOf(options));
    }

    private static List<string> SecretsOf(RunOptions options)
    {
        var connection = options.Connection;
        var secrets = new List<string>(QueryValues(options.Target.Query));
        if (connection.ApiKey is { } key)
            secrets.Add(key.Reveal());
        foreach (var header in connection.Headers)
            secrets.AddRange(PartsOf(header.Value.Reveal()));
        if (connection.Proxy is { UserInfo.Length: > 0 } proxy)
            secrets.AddRange([proxy.UserInfo, Uri.UnescapeDataString(proxy.UserInfo[(proxy.UserInfo.IndexOf(':') + 1)..])]);
        secrets.AddRange(options.Watch.Metrics.Concat(options.Watch.GpuExporters).SelectMany(SecretsOf));
        return secrets;
    }

    private static IEnumerable<string> SecretsOf(MetricsAddress page) => page.Credentials is { } credentials
        ? [.. QueryValues(page.Origin.Query), .. PartsOf(HeaderOption.Basic(credentials).Value.Reveal())]
        : QueryValues(page.Origin.Query);

    /// <summary>The same and those of a collector that figures are pushed to.</summary>
    /// <param name="options">The run's.</param>
    /// <param name="collector">Where they go; its query may hold a key.</param>
    /// <param name="headers">What goes along.</param>
    public static Redactor Of(RunOptions options, MetricsAddress collector, IReadOnlyList<HeaderOption> headers)
    {
        ArgumentNullException.ThrowIfNull(collector);
        ArgumentNullException.ThrowIfNull(headers);
        return new Redactor([.. SecretsOf(options), .. SecretsOf(collector), .. headers.SelectMany(header => PartsOf(header.Value.Reveal()))]);
    }

    // Which parameter is a key nobody knows for sure; short values are versions and switches.
    private static IEnumerable<string> QueryValues(string query) => query
        .Split(['?', '&'], StringSplitOptions.RemoveEmptyEntries)
        .Select(part => Uri.UnescapeDataString(part[(part.IndexOf('=') + 1)..]))
        .Where(value => value.Length >= LongQueryValue);

    /// <summary>The text without secrets; the same instance when there is none in it.</summary>
    public string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (_forms.Length > 0)
        {
            if (text.AsSpan().ContainsAny(_search))
            {
                foreach (var form in _forms)
                    text = text.Replace(form, Stars, StringComparison.Ordinal);
            }

            text = CleanEnds(text);
        }

        try
        {
            return CleanShapes(text);
        }
        catch (RegexMatchTimeoutException)
        {
            // A body of megabytes on a starved machine: rather no text than an unread one.
            return Stars;
        }
    }

    private static string CleanShapes(string text)
    {
        if (text.Contains('@'))
            text = UserInfo().Replace(text, "${scheme}***@");
        if (text.AsSpan().ContainsAny('=', ':', ' '))
        {
            text = KeyParameter().Replace(text, "${name}***");
            text = Credentials().Replace(text, "${kind} ***");
        }

        return text;
    }

    /// <summary>A text that was capped may begin or end inside a secret.</summary>
    private string CleanEnds(string text)
    {
        foreach (var form in _forms)
        {
            for (var length = Math.Min(form.Length - 1, text.Length); length >= ShortestPart; length--)
            {
                if (text.EndsWith(form[..length], StringComparison.Ordinal))
                    text = text[..^length] + Stars;
                if (text.StartsWith(form[^length..], StringComparison.Ordinal))
                    text = Stars + text[length..];
            }
        }

        return text;
    }

    /// <summary>A header value, and the part of it that is the secret: "Bearer x", "Basic base64(user:password)".</summary>
    private static IEnumerable<string> PartsOf(string value)
    {
        yield return value;
        var space = value.IndexOf(' ');
        if (space < 0)
            yield break;
        var rest = value[(space + 1)..].Trim();
        yield return rest;
        if (!value.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            yield break;
        var bytes = new byte[rest.Length];
        if (!Convert.TryFromBase64String(rest, bytes, out var length))
            yield break;
        var login = Encoding.UTF8.GetString(bytes, 0, length);
        yield return login;
        yield return login[(login.IndexOf(':') + 1)..];
    }

    private static IEnumerable<string> FormsOf(string secret)
    {
        yield return secret;
        yield return JsonEncodedText.Encode(secret).ToString();
        yield return JsonEncodedText.Encode(secret, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        var escaped = Uri.EscapeDataString(secret);
        yield return escaped;
        yield return PercentCode().Replace(escaped, code => code.Value.ToLowerInvariant());
        yield return WebUtility.UrlEncode(secret);
        yield return WebUtility.HtmlEncode(secret);
    }

    // No time limits: the patterns are linear, and a busy machine must not turn a server's text into an error of ours.
    [GeneratedRegex(@"\b(?<scheme>[a-z][a-z0-9+.-]{0,20}://)[^\s/@""'<>]+@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex UserInfo();

    // Only parameters of a query or a form: "key=" in prose is left alone when nothing but a space stands before it.
    [GeneratedRegex(@"(?<name>(?:[?&;]|\b(?:api|access|auth|secret|private)[_-]?)(?:api[_-]?|access[_-]?|auth[_-]?|client[_-]?|subscription[_-]?)?(?:key|token|secret|password|passwd|pwd|sig|signature|code)=)[^&\s""'<>#]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex KeyParameter();

    [GeneratedRegex(@"\b(?<kind>Bearer|Basic) (?!\*\*\*)[A-Za-z0-9._~+/-]{8,}=*", RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex Credentials();

    [GeneratedRegex("%[0-9A-F]{2}", RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex PercentCode();
}
