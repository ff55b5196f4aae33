namespace VllmStream.Simulation;

/// <summary>What differs by name between the generating endpoints.</summary>
internal static class ApiLabel
{
    /// <summary>The word in the log.</summary>
    public static string Label(this ApiKind api) => api switch
    {
        ApiKind.Chat => "chat",
        ApiKind.Completions => "completions",
        ApiKind.Responses => "responses",
        _ => "messages",
    };

    /// <summary>How the id of an answer begins.</summary>
    public static string IdPrefix(this ApiKind api) => api switch
    {
        ApiKind.Chat => "chatcmpl-",
        ApiKind.Completions => "cmpl-",
        ApiKind.Responses => "resp_",
        _ => "msg_",
    };

    /// <summary>The member that holds what the model is asked.</summary>
    public static string PromptMember(this ApiKind api) => api switch
    {
        ApiKind.Completions => "prompt",
        ApiKind.Responses => "input",
        _ => "messages",
    };
}
