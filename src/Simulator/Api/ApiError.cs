namespace VllmStream.Simulation;

/// <summary>A refusal in vLLM's words.</summary>
/// <param name="Status">HTTP status, repeated as code in the body.</param>
/// <param name="Type">BadRequestError for what the engine refuses, the status phrase for what the validation refuses.</param>
/// <param name="Message">For people.</param>
internal sealed record ApiError(int Status, string Type, string Message)
{
    public static ApiError Validation(string message) => new(400, "Bad Request", message);

    public static ApiError Engine(string message) => new(400, "BadRequestError", message);

    public static ApiError UnknownModel(string model) => new(404, "NotFoundError", $"The model `{model}` does not exist.");
}
