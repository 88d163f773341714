using MultiBot.Domain.Bots;
using MultiBot.Silo.Api.Problems;
using MultiBot.Silo.Security;

namespace MultiBot.Silo.Api.Audit;

/// <summary>Puts a line into the audit for every change an endpoint makes; refusals leave none.</summary>
public static class AuditedEndpoints
{
    public static RouteHandlerBuilder Audited(this RouteHandlerBuilder endpoint, string action) =>
        endpoint.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            try
            {
                var result = await next(context);
                if (result is not IStatusCodeHttpResult { StatusCode: >= StatusCodes.Status400BadRequest })
                    await RecordAsync(http, action, outcome: null);
                return result;
            }
            catch (Exception failure) when (failure is not (ApiException or BadHttpRequestException))
            {
                await RecordAsync(http, action, outcome: "unknown");
                throw;
            }
        });

    /// <summary>What a change was about when the path does not tell.</summary>
    public static void AuditAs(this HttpContext context, BotId? bot, params (string Name, object? Value)[] detail) =>
        context.Features.Set(new Subject(bot, detail));

    private static Task RecordAsync(HttpContext http, string action, string? outcome)
    {
        var subject = http.Features.Get<Subject>();
        var detail = http.GetRouteData().Values
            .Where(value => value.Key != RoleRequirementHandler.BotParameter)
            .ToDictionary(value => value.Key, value => value.Value);
        foreach (var (name, value) in subject?.Detail ?? [])
            detail[name] = value;
        if (outcome is not null)
            detail["outcome"] = outcome;
        var bot = subject?.Bot ?? (BotId.TryParse(http.GetRouteValue(RoleRequirementHandler.BotParameter) as string, out var id) ? id : null);
        return http.RequestServices.GetRequiredService<Auditor>().RecordAsync(http.Caller().KeyId, action, bot, detail);
    }

    private sealed record Subject(BotId? Bot, (string Name, object? Value)[] Detail);
}
