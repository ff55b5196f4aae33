using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using NATS.NKeys;

namespace VllmStream.Tests.Cluster.Harness;

/// <summary>Operator, account and user of one test, as JWTs that refer to each other, and the file that nsc would write for the user.</summary>
internal static class NatsTokens
{
    private static readonly byte[] Header = Encoding.UTF8.GetBytes("""{"typ":"JWT","alg":"ed25519-nkey"}""");

    /// <summary>Writes the user's file and gives the lines of the broker's configuration.</summary>
    public static string Write(string credsFile)
    {
        using var operatorKey = KeyPair.CreatePair(PrefixByte.Operator);
        using var accountKey = KeyPair.CreatePair(PrefixByte.Account);
        using var userKey = KeyPair.CreatePair(PrefixByte.User);
        var unlimited = new JsonObject { ["subs"] = -1, ["data"] = -1, ["payload"] = -1, ["imports"] = -1, ["exports"] = -1, ["wildcards"] = true, ["conn"] = -1, ["leaf"] = -1 };
        var user = Token(accountKey, userKey, new JsonObject { ["type"] = "user", ["version"] = 2, ["subs"] = -1, ["data"] = -1, ["payload"] = -1, ["pub"] = new JsonObject(), ["sub"] = new JsonObject() });
        File.WriteAllText(credsFile, $"-----BEGIN NATS USER JWT-----\n{user}\n------END NATS USER JWT------\n\n-----BEGIN USER NKEY SEED-----\n{userKey.GetSeed()}\n------END USER NKEY SEED------\n");
        return $$"""
            operator: "{{Token(operatorKey, operatorKey, new JsonObject { ["type"] = "operator", ["version"] = 2 })}}"
            resolver: MEMORY
            resolver_preload: { {{accountKey.GetPublicKey()}}: "{{Token(operatorKey, accountKey, new JsonObject { ["type"] = "account", ["version"] = 2, ["limits"] = unlimited })}}" }
            """;
    }

    private static string Token(KeyPair issuer, KeyPair subject, JsonObject facts)
    {
        var claims = new JsonObject { ["jti"] = Guid.NewGuid().ToString("N"), ["iat"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), ["iss"] = issuer.GetPublicKey(), ["name"] = "test", ["sub"] = subject.GetPublicKey(), ["nats"] = facts };
        var signed = $"{Base64Url.EncodeToString(Header)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        var signature = new byte[64];
        issuer.Sign(Encoding.ASCII.GetBytes(signed), signature);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }
}
