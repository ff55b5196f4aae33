using System.Text;
using VllmStream.Cluster;
using VllmStream.Cluster.Messages;
using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Cluster.Messages;

public sealed class FrameTests
{
    private static readonly AssignMessage Assignment = new()
    {
        Run = "abc", Token = "token", Version = "1.0.0", Share = 1, Shares = 4, Seed = 5, Args = ["-n", "a\nb"], Key = new Secret("sk-1"), Files = [new FileFact("f", 3, "00")],
    };

    [Fact]
    public void Message_and_body_come_back_as_they_were()
    {
        byte[] body = [10, 0, 255, 10];
        var bytes = Frame.Write(Assignment, ClusterJson.Default.AssignMessage, body);
        var read = Frame.Read(bytes, ClusterJson.Default.AssignMessage, out var readBody);
        Assert.Equal(body, readBody.ToArray());
        Assert.Equal(("abc", 1, 4, 5L, "a\nb", "sk-1", "f"), (read.Run, read.Share, read.Shares, read.Seed, read.Args[1], read.Key!.Reveal(), read.Files[0].Name));
    }

    [Fact]
    public void Key_and_token_are_not_printed()
    {
        var text = Assignment.ToString();
        Assert.Contains("Key = ***", text, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("token", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"v\":2,\"phase\":\"something_new\"}\n", "the other side speaks version 2 of the protocol and this program version 1; run the same vllmstream everywhere")]
    [InlineData("{\"phase\":\"ready\"}\n", "the other side speaks version 0")]
    [InlineData("{\"v\":1}\n", "no message of vllmstream")]
    [InlineData("hello", "no message of vllmstream")]
    [InlineData("", "no message of vllmstream")]
    [InlineData("{\"v\":1,\"phase\":", "no message of vllmstream")]
    public void Message_that_cannot_be_read_is_one_line(string text, string line)
    {
        var fault = Assert.Throws<ClusterException>(() => Frame.Read(Encoding.UTF8.GetBytes(text), ClusterJson.Default.AgentMessage));
        Assert.Contains(line, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Members_of_a_later_minor_version_are_left_out() =>
        Assert.Equal(AgentPhase.Ready, Frame.Read("{\"v\":1,\"phase\":\"ready\",\"new\":[1]}\n"u8.ToArray(), ClusterJson.Default.AgentMessage).Phase);

    [Fact]
    public void Random_names_fit_into_subjects_and_differ()
    {
        string[] names = [RandomName.Token(), RandomName.Token(), RandomName.Agent(), RandomName.Run()];
        Assert.All(names, static name => Assert.Matches("^[a-z2-7]+$", name));
        Assert.Equal(4, names.Distinct(StringComparer.Ordinal).Count());
        // 5 bits a letter.
        Assert.True(names[0].Length * 5 >= 128);
    }
}
