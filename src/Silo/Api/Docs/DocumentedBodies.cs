using System.Text.Json;
using MultiBot.Domain.Bots;

namespace MultiBot.Silo.Api.Docs;

/// <summary>Tells the documentation about bodies that handlers read as text (<see cref="Json.JsonText"/>).</summary>
public static class DocumentedBodies
{
    private const string Json = "application/json";

    public static RouteHandlerBuilder TakesBot(this RouteHandlerBuilder endpoint) => endpoint.Accepts<BotConfig>(Json);

    public static RouteHandlerBuilder TakesMergePatch(this RouteHandlerBuilder endpoint) =>
        endpoint.Accepts<JsonElement>("application/merge-patch+json", Json).WithDescription("Any part of a bot's configuration; null removes a field.");

    public static RouteHandlerBuilder TakesTemplate(this RouteHandlerBuilder endpoint) =>
        endpoint.Accepts<JsonElement>(Json).WithDescription("Any part of a bot's configuration but id, name and secrets.");

    public static RouteHandlerBuilder TakesContact(this RouteHandlerBuilder endpoint) => endpoint.Accepts<JsonElement>(Json).WithDescription(
        "Any of name, tags, notes, language, timeZone, profile ({ topic: [facts] }), approval (true, false). An absent field stays as it is, null takes away what stood there.");

    public static RouteHandlerBuilder ProducesJson(this RouteHandlerBuilder endpoint) => endpoint.Produces<JsonElement>();
}
