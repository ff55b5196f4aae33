using VllmStream.Cluster.Link;
using VllmStream.Profiling.Options;
using VllmStream.Tests.Cluster.Harness;

namespace VllmStream.Tests.Cluster.Link;

public sealed class LinkReaderTests
{
    private readonly FakeSources _sources = new();

    [Theory]
    [InlineData("broker", "nats://broker:4222", false)]
    [InlineData("nats://broker:4223", "nats://broker:4223", false)]
    [InlineData("tls://broker", "tls://broker:4222", true)]
    [InlineData("nats://a,nats://b:5000", "nats://a:4222,nats://b:5000", false)]
    [InlineData("nats://[::1]:4222", "nats://[::1]:4222", false)]
    public void Address_is_read_as_people_write_it(string url, string shown, bool needsTls)
    {
        var settings = LinkReader.Read(new LinkInput { Url = url }, _sources);
        Assert.Equal((shown, needsTls), (settings.Shown, settings.NeedsTls));
    }

    [Fact]
    public void Name_and_password_of_the_address_are_taken_out_of_it()
    {
        var settings = LinkReader.Read(new LinkInput { Url = "nats://me:s%40cret@broker" }, _sources);
        Assert.Equal(("nats://broker:4222", "me", "s@cret"), (settings.Shown, settings.User, settings.Password?.Reveal()));
        Assert.DoesNotContain("cret", settings.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Password_comes_from_the_environment_or_a_file()
    {
        _sources.Variables["PW"] = "one";
        _sources.Files["pw.txt"] = "two\n";
        Assert.Equal("one", LinkReader.Read(new LinkInput { Url = "b", User = "u", PasswordVariable = "PW" }, _sources).Password?.Reveal());
        Assert.Equal("two", LinkReader.Read(new LinkInput { Url = "b", User = "u", PasswordFile = "pw.txt" }, _sources).Password?.Reveal());
    }

    [Theory]
    [InlineData("", "names no broker")]
    [InlineData("http://broker", "has the scheme http; write nats:// or tls://")]
    [InlineData("nats://broker/path", "has something behind its port")]
    [InlineData("http://me:secret@broker", "--nats http://***@broker has the scheme http")]
    public void Address_that_cannot_be_is_one_line(string url, string line)
    {
        var fault = Assert.Throws<OptionException>(() => LinkReader.Read(new LinkInput { Url = url }, _sources));
        Assert.Contains(line, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_contradict_each_other_are_one_line()
    {
        _sources.Files["c"] = _sources.Files["k"] = "";
        Assert.Equal("the name in --nats and --nats-user both say who we are; keep one", Fault(new LinkInput { Url = "nats://a:b@c", User = "u" }));
        Assert.Equal("--nats-creds and --nats-nkey both say who we are; keep one", Fault(new LinkInput { Url = "c", CredsFile = "c", NKeyFile = "k" }));
        Assert.Equal("--nats-key k is the key of no certificate", Fault(new LinkInput { Url = "c", KeyFile = "k" }));
        Assert.Equal("--nats-cert missing is no file that can be read", Fault(new LinkInput { Url = "c", CertFile = "missing" }));
        Assert.Equal("--nats-user u has no password", Fault(new LinkInput { Url = "c", User = "u" }));
        Assert.Equal("--nats-password-env is the password of nobody", Fault(new LinkInput { Url = "c", PasswordVariable = "X" }));
        Assert.Equal("--nats-password-env X names a variable that is not set", Fault(new LinkInput { Url = "c", User = "u", PasswordVariable = "X" }));
    }

    private string Fault(LinkInput input) => Assert.Throws<OptionException>(() => LinkReader.Read(input, _sources)).Message;
}
