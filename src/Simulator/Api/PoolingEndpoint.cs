using Microsoft.AspNetCore.Http;
using System.Text.Json;

namespace VllmStream.Simulation;

/// <summary>POST /v1/embeddings, /v1/rerank and /v1/score: answers after the time a prefill takes, with numbers drawn from the texts.</summary>
/// <remarks>Called by many requests at a time.</remarks>
internal sealed class PoolingEndpoint(SimulatorOptions options, IEngine engine)
{
    private const int Dimensions = 384;
    private const int MaxDimensions = 8192;

    private readonly SequencePlanner planner = new(options);

    public Task EmbedAsync(HttpContext context) => HandleAsync(context, fields =>
    {
        var texts = Texts(fields, "input");
        var dimensions = fields.Int("dimensions") ?? Dimensions;
        if (dimensions is < 1 or > MaxDimensions) fields.Fail(ApiError.Engine($"dimensions must be between 1 and {MaxDimensions}, got {dimensions}."));
        var isBase64 = fields.Text("encoding_format") == "base64";
        return (texts, (json, prompts) => PoolingAnswer.WriteEmbeddings(json, options.Model, prompts, dimensions, isBase64));
    });

    public Task RerankAsync(HttpContext context) => HandleAsync(context, fields =>
    {
        var query = Texts(fields, "query");
        var documents = Texts(fields, "documents");
        var most = fields.Int("top_n") ?? 0;
        return ([.. query, .. documents], (json, prompts) => PoolingAnswer.WriteRanks(json, options.Model, prompts, most > 0 ? most : documents.Count));
    });

    public Task ScoreAsync(HttpContext context) => HandleAsync(context, fields =>
    {
        var first = Texts(fields, "text_1");
        var second = Texts(fields, "text_2");
        return ([.. first, .. second], (json, prompts) => PoolingAnswer.WriteScores(json, options.Model, prompts, first.Count));
    });

    private async Task HandleAsync(HttpContext context, Func<BodyFields, (List<Prompt> Prompts, Action<Utf8JsonWriter, List<Prompt>> Write)> read)
    {
        if (await BodyDocument.ReadAsync(context) is not { } body) return;
        var arrival = MonotonicClock.Now;
        if (!BodyDocument.TryParse(body, out var document, out var error))
        {
            await JsonAnswer.WriteErrorAsync(context, error);
            return;
        }

        using var _ = document;
        var fields = new BodyFields(document.RootElement);
        if (fields.Text("model") is { } model && model != options.Model) fields.Fail(ApiError.UnknownModel(model));
        var (prompts, write) = read(fields);
        foreach (var prompt in prompts.Where(prompt => prompt.Tokens > options.MaxModelLen))
            fields.Fail(ApiError.Engine($"This model's maximum context length is {options.MaxModelLen} tokens. However, your request has {prompt.Tokens} input tokens. Please reduce the length of the input."));
        if (fields.Error is { } refused)
        {
            await JsonAnswer.WriteErrorAsync(context, refused);
            return;
        }

        await PrefillAsync(context, planner.PlanPooling(prompts), arrival);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, (prompts, write), static (json, state) => state.write(json, state.prompts));
    }

    // One sequence of one token: it is there when the prompt has been read.
    private async Task PrefillAsync(HttpContext context, SequencePlan plan, long arrival)
    {
        var source = engine.Start([new SequenceCourse(plan)], arrival);
        await using (context.RequestAborted.UnsafeRegister(static state => ((ITokenSource)state!).Abort(), source))
        {
            while (await source.MoveNextAsync())
            {
            }
        }

        // Off the timing thread before anything is written.
        await Task.Yield();
    }

    private static List<Prompt> Texts(BodyFields fields, string name)
    {
        if (fields.Find(name) is not { } value)
        {
            fields.FailMissing(name);
            return [];
        }

        var prompts = PromptReader.ReadTexts(value);
        if (prompts is null) fields.FailMistyped(name, "Input should be a string, a list of strings, a list of token ids or a list of lists of token ids");
        return prompts ?? [];
    }
}
