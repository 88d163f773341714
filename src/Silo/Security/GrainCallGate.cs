using MultiBot.Domain.Privacy;
using MultiBot.Domain.Problems;
using MultiBot.Grains.Abstractions.Access;
using MultiBot.Silo.Api.Audit;

namespace MultiBot.Silo.Security;

/// <summary>
/// Stands before every grain: a call from a program outside the cluster (the console) needs an API key, checked as the REST API
/// checks it, and leaves the same lines in the audit. Calls of silos pass. It keeps honest programs to their roles; a gateway port
/// that strangers reach is not made safe by it (<see cref="Settings.SiloSettings"/>).
/// </summary>
public sealed class GrainCallGate(KeyRing keys, Auditor auditor) : IIncomingGrainCallFilter
{
    /// <summary>Clients hosted in a silo are named so by Orleans; through them the API calls, after its own checks.</summary>
    private const string HostedPrefix = "hosted-";

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (!IsFromOutside(context.SourceId) || context.TargetId.IsSystemTarget())
        {
            await context.Invoke();
            return;
        }

        if (GrainCallRules.For(context.InterfaceMethod) is not { } rule)
            throw Refuse("auth.forbidden", "This call is for silos only.");
        if (RequestContext.Get(CallKeys.ApiKey) is not string { Length: > 0 } key || await keys.FindAsync(key, CancellationToken.None) is not { } caller)
            throw Refuse("auth.key_required", "A valid API key is needed: --key, or the file the silo's first start left.");

        var call = GrainCallScope.Of(context, caller);
        if (!caller.Has(call.Role(rule.Role)) || (rule.AllBots && !caller.SeesAllBots) || call.IsOutOfScope)
            throw Refuse("auth.forbidden", "This key's role or list of bots does not allow that.");

        // The key has done its work: grains further on have no use for it.
        RequestContext.Remove(CallKeys.ApiKey);
        await context.Invoke();
        // By its hash: who is on the list is named nowhere.
        if (context.Result is Answer<DoNotContactEntry> { Value: { } entry }) call.Detail["entryId"] = entry.Id;
        if (rule.Action is { } action && !IsRefusal(context.Result))
            await auditor.RecordAsync(caller.KeyId, action, call.Bot, call.Detail);
    }

    private static bool IsFromOutside(GrainId? source) =>
        source is { } id && id.IsClient() && !id.Key.ToString()!.StartsWith(HostedPrefix, StringComparison.Ordinal);

    private static bool IsRefusal(object? result) =>
        result?.GetType().GetProperty(nameof(Answer<Problem>.Problem))?.GetValue(result) is Problem;

    private static CallRefusedException Refuse(string code, string detail) =>
        new(new Problem { Kind = ProblemKind.Forbidden, Code = code, Detail = detail });
}
