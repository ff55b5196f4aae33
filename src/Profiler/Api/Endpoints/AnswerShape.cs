namespace VllmStream.Profiling.Api.Endpoints;

/// <summary>What an endpoint answers with when all is well.</summary>
public enum AnswerShape
{
    /// <summary>Generated text, streamed or in one document.</summary>
    Generation,

    /// <summary>One document with a list: vectors, scores, models.</summary>
    List,

    /// <summary>Whatever it is; a 2xx is a success, and what reads as generated text is counted.</summary>
    Anything,
}
