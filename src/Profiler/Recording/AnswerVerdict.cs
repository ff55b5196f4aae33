using VllmStream.Profiling.Api;
using VllmStream.Profiling.Transport;

namespace VllmStream.Profiling.Recording;

/// <summary>An outcome with its reason; both null when the body alone does not decide.</summary>
internal readonly record struct AnswerVerdict(Outcome? Outcome, RequestError? Error)
{
    /// <summary>True for the outcomes that enter statistics.</summary>
    public bool IsSuccess => Outcome is Recording.Outcome.Ok or Recording.Outcome.OkEmpty or Recording.Outcome.NotStreamed;

    /// <summary>A success of this kind.</summary>
    public static AnswerVerdict Success(Outcome outcome) => new(outcome, Error: null);

    /// <summary>The body is not what was asked for.</summary>
    public static AnswerVerdict Unreadable(string kind, string message)
        => new(Recording.Outcome.ProtocolError, new RequestError(kind, message));

    /// <summary>The body ended too early.</summary>
    public static AnswerVerdict Truncated(string message)
        => new(Recording.Outcome.Truncated, new RequestError("eof", message));

    /// <summary>The server reported an error in the answer.</summary>
    public static AnswerVerdict Inband(ApiError error, bool afterToken)
    {
        var what = string.Join(", ", new[] { error.Type, error.Code }.Where(word => !string.IsNullOrEmpty(word)));
        var message = what.Length == 0 ? error.Message : $"{error.Message} ({what})";
        return new(
            afterToken ? Recording.Outcome.ErrorInbandPartial : Recording.Outcome.ErrorInband,
            new RequestError("server_error", message));
    }

    /// <summary>A choice ended with finish_reason "error" and nothing says why.</summary>
    public static AnswerVerdict ErrorReason(bool afterToken)
        => Inband(new ApiError("a choice ended with finish_reason \"error\"", Type: null, Code: null), afterToken);
}
