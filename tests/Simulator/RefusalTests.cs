using System.Net;

namespace VllmStream.Tests.Simulator;

public sealed class RefusalTests
{
    private const string Hello = "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]";

    [Theory]
    [InlineData("{", "Bad Request")]
    [InlineData("[]", "Bad Request")]
    [InlineData("{}", "Bad Request")]
    [InlineData("{\"messages\":\"hello\"}", "Bad Request")]
    [InlineData("{" + Hello + ",\"max_tokens\":\"many\"}", "Bad Request")]
    [InlineData("{" + Hello + ",\"stream_options\":{\"include_usage\":true}}", "Bad Request")]
    [InlineData("{" + Hello + ",\"max_tokens\":0}", "BadRequestError")]
    [InlineData("{" + Hello + ",\"n\":0}", "BadRequestError")]
    [InlineData("{" + Hello + ",\"max_tokens\":32768}", "BadRequestError")]
    public async Task Invalid_chat_request_gets_400_with_an_error_body(string body, string type)
    {
        await using var simulated = await Simulated.StartAsync();
        using var response = await simulated.SendAsync("v1/chat/completions", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = Simulated.Json(await response.Content.ReadAsStringAsync(Simulated.Cancellation));
        Assert.Equal("{error:{message:text,type:text,param:null,code:number}}", JsonShape.Of(error));
        Assert.Equal(type, error.GetProperty("error").GetProperty("type").GetString());
        Assert.Equal(400, error.GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Prompt_over_the_context_is_refused()
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { MaxModelLen = 20 });
        using var response = await simulated.SendAsync("v1/completions", "{\"prompt\":\"" + new string('x', 80) + "\"}");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("maximum context length is 20 tokens", await response.Content.ReadAsStringAsync(Simulated.Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_model_gets_404_that_names_it()
    {
        await using var simulated = await Simulated.StartAsync();
        using var response = await simulated.SendAsync("v1/chat/completions", "{\"model\":\"other\"," + Hello + "}");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var error = Simulated.Json(await response.Content.ReadAsStringAsync(Simulated.Cancellation)).GetProperty("error");
        Assert.Equal("NotFoundError", error.GetProperty("type").GetString());
        Assert.Equal("The model `other` does not exist.", error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Unknown_path_gets_404_and_wrong_method_405()
    {
        await using var simulated = await Simulated.StartAsync();
        using var lost = await simulated.Client.GetAsync("v1/nothing", Simulated.Cancellation);
        using var wrong = await simulated.Client.GetAsync("v1/chat/completions", Simulated.Cancellation);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed), (lost.StatusCode, wrong.StatusCode));
        Assert.Equal("{\"detail\":\"Not Found\"}", await lost.Content.ReadAsStringAsync(Simulated.Cancellation));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("Bearer wrong", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer right", HttpStatusCode.OK)]
    public async Task Api_key_guards_the_v1_paths(string? authorization, HttpStatusCode expected)
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { ApiKey = "right" });
        if (authorization is not null) simulated.Client.DefaultRequestHeaders.Add("Authorization", authorization);
        using var models = await simulated.Client.GetAsync("v1/models", Simulated.Cancellation);
        using var health = await simulated.Client.GetAsync("health", Simulated.Cancellation);
        Assert.Equal((expected, HttpStatusCode.OK), (models.StatusCode, health.StatusCode));
        if (expected == HttpStatusCode.Unauthorized) Assert.Equal("{\"error\":\"Unauthorized\"}", await models.Content.ReadAsStringAsync(Simulated.Cancellation));
    }

    [Fact]
    public async Task Body_of_another_media_type_is_refused()
    {
        await using var simulated = await Simulated.StartAsync();
        using var content = new StringContent("{" + Hello + "}");
        using var response = await simulated.Client.PostAsync("v1/chat/completions", content, Simulated.Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}
