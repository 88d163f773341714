using System.Text.Json;
using System.Text.Json.Serialization;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Keys;
using MultiBot.Domain.Problems;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Manager;
using MultiBot.Silo.Api.Audit;
using MultiBot.Silo.Api.Problems;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Api.Bots;

/// <summary><c>POST /bots:batch</c>: many bots at once, an answer per bot.</summary>
public static class BotBatchApi
{
    private const int MostIds = 10_000;

    public static RouteGroupBuilder MapBotBatch(this RouteGroupBuilder api)
    {
        api.MapPost("/bots:batch", Batch).Needs(ApiRole.Operator).Audited("bot.batch").WithTags("Bots")
            .WithSummary("Start, stop, restart, patch or remove many bots").Produces<ListAnswer<BatchItemView>>();
        return api;
    }

    private static async Task<IResult> Batch(HttpContext context, IGrainFactory grains, BatchRequest request)
    {
        if (Refusal(request) is { } refusal) return refusal.Result();
        if (request.Do is BatchAction.Patch or BatchAction.Remove && !context.Caller().Has(ApiRole.Admin)) return ApiProblems.Forbidden.Result();

        var answer = await grains.Manager().Batch(new BatchCommand
        {
            Ids = request.Select.Ids is { } ids ? [.. ids.Distinct()] : null,
            Tag = request.Select.Tag,
            Action = request.Do,
            Patch = request.Patch?.GetRawText(),
            Erase = request.Erase,
            Among = context.Caller().Among(null),
        });
        context.AuditAs(null, ("do", request.Do), ("tag", request.Select.Tag), ("bots", answer.Value?.Items.Select(item => item.BotId.Value)));
        return answer.Result(batch => Results.Ok(new ListAnswer<BatchItemView> { Items = Array.ConvertAll(batch.Items, BatchItemView.Of) }));
    }

    private static ApiProblem? Refusal(BatchRequest request) => request switch
    {
        { Select: { Ids: null, Tag: null } or { Ids: not null, Tag: not null } } =>
            RequestProblems.Field(new FieldError("/select", "batch.select", "Give either «ids» or «tag».")),
        { Select.Ids.Length: > MostIds } =>
            RequestProblems.Field(new FieldError("/select/ids", "batch.too_many", $"At most {MostIds} ids at once.")),
        { Do: BatchAction.Patch, Patch: not { ValueKind: JsonValueKind.Object } } =>
            RequestProblems.Field(new FieldError("/patch", "field.required", "A patch is a JSON object.")),
        { Do: not BatchAction.Patch, Patch: not null } =>
            RequestProblems.Field(new FieldError("/patch", "batch.not_used", "Only «patch» takes a patch.")),
        { Do: not BatchAction.Remove, Erase: true } =>
            RequestProblems.Field(new FieldError("/erase", "batch.not_used", "Only «remove» can erase.")),
        _ => null,
    };
}

/// <summary>What to do with which bots.</summary>
public sealed record BatchRequest
{
    public required BatchSelect Select { get; init; }

    /// <summary><c>start</c>, <c>stop</c>, <c>restart</c>, <c>patch</c> or <c>remove</c>.</summary>
    public required BatchAction Do { get; init; }

    /// <summary>With <c>patch</c>: a merge patch (RFC 7396).</summary>
    public JsonElement? Patch { get; init; }

    /// <summary>With <c>remove</c>: the data too.</summary>
    public bool Erase { get; init; }
}

/// <summary>Either ids or a tag.</summary>
public sealed record BatchSelect
{
    public BotId[]? Ids { get; init; }
    public string? Tag { get; init; }
}

/// <summary>How it went with one bot.</summary>
public sealed record BatchItemView
{
    public required string BotId { get; init; }
    public required bool Done { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProblemDocument? Problem { get; init; }

    public static BatchItemView Of(BatchItem item) => new()
    {
        BotId = item.BotId.Value,
        Done = item.Problem is null,
        Problem = item.Problem is { } problem ? ApiProblem.Of(problem).Document() : null,
    };
}
