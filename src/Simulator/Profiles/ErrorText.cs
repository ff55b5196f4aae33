namespace VllmStream.Simulation;

/// <summary>Writes errors, refusals and those in a stream alike.</summary>
internal static class ErrorText
{
    public static string Write(ErrorShape shape, int code, string type, string message)
    {
        var (text, kind) = (RecipeItems.Quote(message), RecipeItems.Quote(type));
        return shape switch
        {
            ErrorShape.Wrapped => $"{{\"error\":{{\"message\":{text},\"type\":{kind},\"param\":null,\"code\":{code}}}}}",
            ErrorShape.Flat => $"{{\"object\":\"error\",\"message\":{text},\"type\":{kind},\"param\":null,\"code\":{code}}}",
            _ => $"{{\"error\":{{\"code\":{code},\"message\":{text},\"type\":{kind}}}}}",
        };
    }
}
