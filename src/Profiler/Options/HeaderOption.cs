using System.Text;

namespace VllmStream.Profiling.Options;

/// <summary>A header of every request; its value is a secret in every sink.</summary>
/// <param name="Name">Field name.</param>
/// <param name="Value">Field value.</param>
public sealed record HeaderOption(string Name, Secret Value)
{
    /// <summary>What a name and password of a URL become.</summary>
    /// <param name="credentials"><c>user:password</c>.</param>
    public static HeaderOption Basic(Secret credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        return new HeaderOption("Authorization", new Secret("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials.Reveal()))));
    }
}
