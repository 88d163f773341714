using MultiBot.Silo.Api.Problems;

namespace MultiBot.Silo.Api.Idempotency;

public static class IdempotencyProblems
{
    public static readonly ApiProblem Unfinished = new(
        StatusCodes.Status409Conflict, "idempotency.unfinished",
        "The first request with this Idempotency-Key is still running, or how it ended is not known. Look whether it took effect before you use a new key.");

    public static readonly ApiProblem OtherRequest = new(
        StatusCodes.Status422UnprocessableEntity, "idempotency.other_request", "This Idempotency-Key was used for another request. Use a new one.");
}
