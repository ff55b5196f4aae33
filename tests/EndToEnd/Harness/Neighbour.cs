namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>Somebody else who uses a server: so many requests at a time, the next when one ends, until this is disposed.</summary>
internal sealed class Neighbour : IDisposable
{
    private readonly HttpClient _client = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _asking;

    public Neighbour(string url, int inFlight, string body) =>
        _asking = Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(() => AskAsync(new Uri(url + "/v1/chat/completions"), body))));

    public void Dispose()
    {
        _end.Cancel();
        try
        {
            _asking.Wait();
        }
        catch (AggregateException e) when (e.InnerExceptions.All(inner => inner is OperationCanceledException))
        {
            // What was under way.
        }
        _client.Dispose();
        _end.Dispose();
    }

    private async Task AskAsync(Uri url, string body)
    {
        while (!_end.IsCancellationRequested)
        {
            using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            using var response = await _client.PostAsync(url, content, _end.Token);
            response.EnsureSuccessStatusCode();
        }
    }
}
