using System.Security.Cryptography;
using System.Text;
using MultiBot.Domain.Idempotency;
using MultiBot.Silo.Api.Problems;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Api.Idempotency;

/// <summary>
/// Honours <c>Idempotency-Key</c> where an endpoint says it may (<see cref="IdempotentEndpoints"/>): the first request is carried
/// out and its answer kept for a day, repeats get that answer. A request whose end is unknown stays reserved: carrying it out
/// again is the one thing the sender asked us not to do.
/// </summary>
public sealed class IdempotencyMiddleware(RequestDelegate next, IIdempotency store)
{
    public const string Header = "Idempotency-Key";
    private const string ReplayedHeader = "Idempotency-Replayed";
    private const int LongestKey = 200;

    /// <summary>As the contract says.</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromDays(1);

    public async Task InvokeAsync(HttpContext context)
    {
        var text = context.Request.Headers[Header].ToString();
        if (text.Length == 0 || context.GetEndpoint()?.Metadata.GetMetadata<IdempotentEndpoint>() is null)
        {
            await next(context);
            return;
        }

        if (text.Length > LongestKey) throw new ApiException(ApiProblems.Parameter(Header, $"has at most {LongestKey} characters."));
        var key = new IdempotencyKey(context.Caller().KeyId, text);
        var claim = await store.ClaimAsync(key, await FingerprintAsync(context.Request), Retention, context.RequestAborted);
        await (claim switch
        {
            IdempotencyClaim.Granted => CarryOutAsync(context, key),
            IdempotencyClaim.Answered(var answer) => ReplayAsync(context.Response, answer),
            IdempotencyClaim.Unfinished => context.WriteProblemAsync(IdempotencyProblems.Unfinished),
            _ => context.WriteProblemAsync(IdempotencyProblems.OtherRequest),
        });
    }

    private async Task CarryOutAsync(HttpContext context, IdempotencyKey key)
    {
        var outside = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        try
        {
            await next(context);
        }
        catch (Exception refusal) when (refusal is BadHttpRequestException or ApiException)
        {
            await store.ReleaseAsync(key, CancellationToken.None);
            throw;
        }
        finally
        {
            context.Response.Body = outside;
        }

        if (context.Response.StatusCode < StatusCodes.Status500InternalServerError)
            await store.CompleteAsync(key, Keep(context.Response, answer), CancellationToken.None);
        answer.Position = 0;
        await answer.CopyToAsync(outside, context.RequestAborted);
    }

    private static KeptAnswer Keep(HttpResponse response, MemoryStream body) => new()
    {
        Status = response.StatusCode,
        ContentType = response.ContentType,
        Location = response.Headers.Location,
        ETag = response.Headers.ETag,
        Body = body.ToArray(),
    };

    private static Task ReplayAsync(HttpResponse response, KeptAnswer answer)
    {
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.Headers.Location = answer.Location;
        response.Headers.ETag = answer.ETag;
        response.Headers[ReplayedHeader] = "true";
        return response.Body.WriteAsync(answer.Body).AsTask();
    }

    private static async Task<byte[]> FingerprintAsync(HttpRequest request)
    {
        request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        hash.AppendData(await SHA256.HashDataAsync(request.Body, request.HttpContext.RequestAborted));
        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }
}
