namespace MultiBot.Silo.Api.Idempotency;

/// <summary>Marks an endpoint that honours <c>Idempotency-Key</c>. Its answers must hold no secret: they are kept.</summary>
public sealed record IdempotentEndpoint;

public static class IdempotentEndpoints
{
    public static RouteHandlerBuilder HonoursIdempotencyKey(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new IdempotentEndpoint());
}
