using System.Reflection;
using MultiBot.Domain.Keys;
using MultiBot.Grains.Abstractions.Events;
using MultiBot.Grains.Abstractions.Girls;
using MultiBot.Grains.Abstractions.Manager;
using MultiBot.Grains.Abstractions.Privacy;
using MultiBot.Grains.Abstractions.Webhooks;

namespace MultiBot.Silo.Security;

/// <summary>What a key needs for one grain method.</summary>
/// <param name="Role">Each role includes those below it.</param>
/// <param name="Action">The line in the audit; null: reading leaves none.</param>
/// <param name="AllBots">Only for keys without a list of bots.</param>
public sealed record GrainCallRule(ApiRole Role, string? Action = null, bool AllBots = false);

/// <summary>The one table of what programs outside the cluster may call. What is not in it is for silos only.</summary>
public static class GrainCallRules
{
    private static readonly Dictionary<(Type Grain, string Method), GrainCallRule> Rules = new()
    {
        [(typeof(IManagerGrain), nameof(IManagerGrain.RegisterBot))] = new(ApiRole.Admin, "bot.register"),
        [(typeof(IManagerGrain), nameof(IManagerGrain.ChangeBot))] = new(ApiRole.Admin, "bot.change"),
        [(typeof(IManagerGrain), nameof(IManagerGrain.RemoveBot))] = new(ApiRole.Admin, "bot.remove"),
        [(typeof(IManagerGrain), nameof(IManagerGrain.GetBot))] = new(ApiRole.Viewer),
        [(typeof(IManagerGrain), nameof(IManagerGrain.GetBotStatus))] = new(ApiRole.Viewer),
        [(typeof(IManagerGrain), nameof(IManagerGrain.ListBots))] = new(ApiRole.Viewer),
        [(typeof(IManagerGrain), nameof(IManagerGrain.StartBot))] = new(ApiRole.Operator, "bot.start"),
        [(typeof(IManagerGrain), nameof(IManagerGrain.StopBot))] = new(ApiRole.Operator, "bot.stop"),
        [(typeof(IManagerGrain), nameof(IManagerGrain.RestartBot))] = new(ApiRole.Operator, "bot.restart"),
        [(typeof(IManagerGrain), nameof(IManagerGrain.Batch))] = new(ApiRole.Operator, "bot.batch"),
        [(typeof(IManagerGrain), nameof(IManagerGrain.PutTemplate))] = new(ApiRole.Admin, "template.put", AllBots: true),
        [(typeof(IManagerGrain), nameof(IManagerGrain.GetTemplate))] = new(ApiRole.Viewer),
        [(typeof(IManagerGrain), nameof(IManagerGrain.DeleteTemplate))] = new(ApiRole.Admin, "template.delete", AllBots: true),
        [(typeof(IManagerGrain), nameof(IManagerGrain.GetCluster))] = new(ApiRole.Viewer),

        [(typeof(IQueriesGrain), nameof(IQueriesGrain.ListChats))] = new(ApiRole.Viewer),
        [(typeof(IQueriesGrain), nameof(IQueriesGrain.GetChat))] = new(ApiRole.Viewer),
        [(typeof(IQueriesGrain), nameof(IQueriesGrain.ListMessages))] = new(ApiRole.Viewer),
        [(typeof(IQueriesGrain), nameof(IQueriesGrain.ListDrafts))] = new(ApiRole.Viewer),
        [(typeof(IQueriesGrain), nameof(IQueriesGrain.ListParked))] = new(ApiRole.Viewer),
        [(typeof(IQueriesGrain), nameof(IQueriesGrain.GetParked))] = new(ApiRole.Viewer),
        [(typeof(IQueriesGrain), nameof(IQueriesGrain.ListTemplates))] = new(ApiRole.Viewer),
        [(typeof(IQueriesGrain), nameof(IQueriesGrain.FollowEvents))] = new(ApiRole.Viewer),

        [(typeof(IWebhooksGrain), nameof(IWebhooksGrain.ListWebhooks))] = new(ApiRole.Admin, AllBots: true),
        [(typeof(IWebhooksGrain), nameof(IWebhooksGrain.GetWebhook))] = new(ApiRole.Admin, AllBots: true),
        [(typeof(IWebhooksGrain), nameof(IWebhooksGrain.AddWebhook))] = new(ApiRole.Admin, "webhook.add", AllBots: true),
        [(typeof(IWebhooksGrain), nameof(IWebhooksGrain.ChangeWebhook))] = new(ApiRole.Admin, "webhook.change", AllBots: true),
        [(typeof(IWebhooksGrain), nameof(IWebhooksGrain.RemoveWebhook))] = new(ApiRole.Admin, "webhook.remove", AllBots: true),
        [(typeof(IWebhooksGrain), nameof(IWebhooksGrain.TestWebhook))] = new(ApiRole.Admin, "webhook.test", AllBots: true),

        [(typeof(IPrivacyGrain), nameof(IPrivacyGrain.BeginExport))] = new(ApiRole.Viewer, "chat.export"),
        [(typeof(IPrivacyGrain), nameof(IPrivacyGrain.ListDecisions))] = new(ApiRole.Viewer),
        [(typeof(IPrivacyGrain), nameof(IPrivacyGrain.ListDrafts))] = new(ApiRole.Viewer),
        [(typeof(IPrivacyGrain), nameof(IPrivacyGrain.ListHeld))] = new(ApiRole.Viewer),
        [(typeof(IPrivacyGrain), nameof(IPrivacyGrain.ListDoNotContact))] = new(ApiRole.Operator, AllBots: true),
        [(typeof(IPrivacyGrain), nameof(IPrivacyGrain.FindDoNotContact))] = new(ApiRole.Operator, AllBots: true),
        [(typeof(IPrivacyGrain), nameof(IPrivacyGrain.PutDoNotContact))] = new(ApiRole.Operator, "do_not_contact.add", AllBots: true),
        [(typeof(IPrivacyGrain), nameof(IPrivacyGrain.RemoveDoNotContact))] = new(ApiRole.Admin, "do_not_contact.remove", AllBots: true),

        [(typeof(IDeadEventsGrain), nameof(IDeadEventsGrain.List))] = new(ApiRole.Viewer),
        [(typeof(IDeadEventsGrain), nameof(IDeadEventsGrain.Settle))] = new(ApiRole.Operator, "events.settle"),

        [(typeof(IGirlGrain), nameof(IGirlGrain.TakeOver))] = new(ApiRole.Operator, "chat.takeover"),
        [(typeof(IGirlGrain), nameof(IGirlGrain.HandBack))] = new(ApiRole.Operator, "chat.handback"),
        [(typeof(IGirlGrain), nameof(IGirlGrain.Pause))] = new(ApiRole.Operator, "chat.pause"),
        [(typeof(IGirlGrain), nameof(IGirlGrain.Resume))] = new(ApiRole.Operator, "chat.resume"),
        [(typeof(IGirlGrain), nameof(IGirlGrain.StartTalk))] = new(ApiRole.Operator, "chat.start"),
        [(typeof(IGirlGrain), nameof(IGirlGrain.EditContact))] = new(ApiRole.Operator, "chat.edit"),
        [(typeof(IGirlGrain), nameof(IGirlGrain.Send))] = new(ApiRole.Operator, "message.send"),
        [(typeof(IGirlGrain), nameof(IGirlGrain.Erase))] = new(ApiRole.Admin, "chat.erase"),
        [(typeof(IGirlGrain), nameof(IGirlGrain.Rename))] = new(ApiRole.Operator, "chat.rename"),
        [(typeof(IGirlGrain), nameof(IGirlGrain.ApproveDraft))] = new(ApiRole.Operator, "draft.approve"),
        [(typeof(IGirlGrain), nameof(IGirlGrain.RejectDraft))] = new(ApiRole.Operator, "draft.reject"),
        [(typeof(IGirlGrain), nameof(IGirlGrain.SettleParked))] = new(ApiRole.Operator, "parked.settle"),
    };

    /// <summary>Null: no program outside may call it, whatever its key.</summary>
    public static GrainCallRule? For(MethodInfo method) => Rules.GetValueOrDefault((method.DeclaringType!, method.Name));
}
