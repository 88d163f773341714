using System.Text.Json;
using MultiBot.Domain.Bots;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Keys;
using MultiBot.Domain.Storage;
using MultiBot.Domain.Webhooks;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Events;
using MultiBot.Grains.Abstractions.Girls;
using MultiBot.Grains.Abstractions.Manager;

namespace MultiBot.Silo.Security;

/// <summary>Which bots a grain call is about, read from its arguments. Calls about many bots are narrowed to the caller's list.</summary>
internal sealed class GrainCallScope
{
    private BatchAction? batch;

    public BotId? Bot { get; private set; }

    /// <summary>The key's list does not hold what is asked for.</summary>
    public bool IsOutOfScope { get; private set; }

    /// <summary>For the audit: ids and codes.</summary>
    public Dictionary<string, object?> Detail { get; } = [];

    /// <summary>A batch that changes the registry needs what the registry needs.</summary>
    public ApiRole Role(ApiRole ofMethod) => batch is BatchAction.Patch or BatchAction.Remove ? ApiRole.Admin : ofMethod;

    public static GrainCallScope Of(IGrainCallContext call, Caller caller)
    {
        var scope = new GrainCallScope();
        if (call.InterfaceMethod.DeclaringType == typeof(IGirlGrain))
            scope.Take(caller, GrainKeys.ChatOf(call.TargetId.Key.ToString()!));
        for (var i = 0; i < call.Request.GetArgumentCount(); i++)
        {
            if (scope.Read(call.Request.GetArgument(i), caller) is { } narrowed)
                call.Request.SetArgument(i, narrowed);
        }

        return scope;
    }

    private object? Read(object? argument, Caller caller)
    {
        switch (argument)
        {
            case BotId bot:
                Take(caller, bot);
                return null;
            case ChatKey chat:
                Take(caller, chat);
                return null;
            case BotWrite write:
                // Ownership by a file is discovery's to claim.
                IsOutOfScope |= write.Source is not null || (Bot is null && !caller.SeesAllBots && !(IdIn(write.Json) is { } id && caller.MayTouch(id)));
                return null;
            case BotQuery query:
                return query with { Among = caller.Among(query.Among) };
            case BatchCommand command:
                (batch, Detail["do"], Detail["tag"]) = (command.Action, command.Action, command.Tag);
                return command with { Among = caller.Among(command.Among) };
            case EventFollow follow:
                if (follow.Bot is { } followed) Take(caller, followed);
                return follow with { Among = caller.Among(follow.Among) };
            case WebhookId webhook:
                Detail["webhookId"] = webhook.Value;
                return null;
            case DeadEventQuery query:
                return query with { Among = caller.Among(query.Among) };
            case DeadEventCommand command:
                (Detail["deadEventId"], Detail["retry"]) = (command.Id, command.Retry);
                return command with { Among = caller.Among(command.Among) };
            case long number:
                Detail["messageId"] = number;
                return null;
            default:
                return null;
        }
    }

    private void Take(Caller caller, ChatKey chat)
    {
        Detail["chatId"] = chat.Chat.Value;
        Take(caller, chat.Bot);
    }

    private void Take(Caller caller, BotId bot)
    {
        Bot = bot;
        IsOutOfScope |= !caller.MayTouch(bot);
    }

    private static BotId? IdIn(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("botId", out var id)
                && id.ValueKind == JsonValueKind.String
                && BotId.TryParse(id.GetString(), out var bot) ? bot : null;
        }
        catch (JsonException)
        {
            // Whoever reads the whole says what is wrong with it; here it names no bot.
            return null;
        }
    }
}
