using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace VllmStream.Simulation;

/// <summary>GET and DELETE /sim/log.</summary>
internal sealed class EmissionLogEndpoint(EmissionLog log)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (HttpMethods.IsDelete(context.Request.Method))
        {
            log.Clear();
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        var id = context.Request.Query["request"].ToString();
        long since = 0;
        var sinceText = context.Request.Query["since"].ToString();
        if (sinceText.Length > 0 && !long.TryParse(sinceText, NumberStyles.None, CultureInfo.InvariantCulture, out since))
        {
            await JsonAnswer.WriteFieldAsync(context, StatusCodes.Status400BadRequest, "detail", "since must be a number");
            return;
        }

        var page = id.Length > 0 ? log.Find(id) : log.Since(since);
        context.Response.ContentType = "application/x-ndjson";
        await EmissionLogFormat.WriteAsync(context.Response.BodyWriter, page, context.RequestAborted);
    }
}
