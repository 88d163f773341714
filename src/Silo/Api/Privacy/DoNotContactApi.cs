using MultiBot.Domain.Keys;
using MultiBot.Domain.Privacy;
using MultiBot.Domain.Problems;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Privacy;
using MultiBot.Silo.Api.Audit;
using MultiBot.Silo.Api.Problems;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Api.Privacy;

/// <summary><c>/do-not-contact</c>: persons whom no bot may write to. For keys that see every bot, since it holds for every bot.</summary>
public static class DoNotContactApi
{
    public static RouteGroupBuilder MapDoNotContactApi(this RouteGroupBuilder api)
    {
        var list = api.MapGroup("/do-not-contact").WithTags("Privacy");
        list.MapGet("/", List).Needs(ApiRole.Operator, allBots: true).WithSummary("List entries, or look one person up").Produces<ListAnswer<DoNotContactEntry>>();
        list.MapPost("/", Put).Needs(ApiRole.Operator, allBots: true).Audited("do_not_contact.add").WithSummary("Have no bot write to a person any more")
            .Produces<DoNotContactEntry>(StatusCodes.Status201Created);
        list.MapDelete("/", RemovePerson).Needs(ApiRole.Admin, allBots: true).Audited("do_not_contact.remove").WithSummary("Take a person off the list")
            .Produces(StatusCodes.Status204NoContent);
        list.MapDelete("/{entryId}", Remove).Needs(ApiRole.Admin, allBots: true).Audited("do_not_contact.remove").WithSummary("Take an entry off the list")
            .Produces(StatusCodes.Status204NoContent);
        return api;
    }

    /// <param name="grains">The cluster.</param>
    /// <param name="chatId">Only this person; nobody on the list: no items.</param>
    /// <param name="limit">1–200.</param>
    /// <param name="after">The <c>next</c> of the page before.</param>
    private static async Task<IResult> List(IGrainFactory grains, long? chatId, int? limit, string? after)
    {
        if (chatId is not { } person)
            return (await grains.Privacy().ListDoNotContact(after, Paging.Limit(limit))).Result(page => Results.Ok(page.View(entry => entry)));
        var found = await grains.Privacy().FindDoNotContact(new DoNotContactRef { Person = person });
        return Results.Ok(new ListAnswer<DoNotContactEntry> { Items = found.Value is { } entry ? [entry] : [] });
    }

    private static async Task<IResult> Put(HttpContext context, IGrainFactory grains, DoNotContactRequest request)
    {
        if (request.ChatId is null == request.UserId is null)
            return RequestProblems.Field(new FieldError("/chatId", PrivacyCodes.PersonMissing, "Name the person: chatId or userId, which are the same in a private chat.")).Result();
        var write = new DoNotContactWrite { Person = (request.ChatId ?? request.UserId)!.Value, Note = request.Note, ExpiresAt = request.ExpiresAt };
        return (await grains.Privacy().PutDoNotContact(write)).Result(entry =>
        {
            context.AuditAs(null, ("entryId", entry.Id));
            return Results.Created($"/api/v1/do-not-contact/{entry.Id}", entry);
        });
    }

    /// <param name="context">The request.</param>
    /// <param name="grains">The cluster.</param>
    /// <param name="chatId">Whom.</param>
    private static Task<IResult> RemovePerson(HttpContext context, IGrainFactory grains, long chatId) =>
        TakeOffAsync(context, grains, new DoNotContactRef { Person = chatId });

    private static Task<IResult> Remove(HttpContext context, IGrainFactory grains, string entryId) =>
        TakeOffAsync(context, grains, new DoNotContactRef { Id = entryId });

    private static async Task<IResult> TakeOffAsync(HttpContext context, IGrainFactory grains, DoNotContactRef which) =>
        (await grains.Privacy().RemoveDoNotContact(which)).Result(entry =>
        {
            // By the hash: the audit names nobody either.
            context.AuditAs(null, ("entryId", entry.Id));
            return Results.NoContent();
        });
}

/// <summary>A person whom no bot may write to: <c>chatId</c> or <c>userId</c>.</summary>
public sealed record DoNotContactRequest
{
    /// <summary>The private chat with them.</summary>
    public long? ChatId { get; init; }

    /// <summary>Telegram's id of them; the same number.</summary>
    public long? UserId { get; init; }

    /// <summary>Why, at most 500 characters; kept sealed.</summary>
    public string? Note { get; init; }

    /// <summary>Until when. Absent: for good.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
