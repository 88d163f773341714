using MultiBot.Sandbox.Journal;
using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox.BotApi;

/// <summary>One call of a method by one bot; the entry gathers what the journal will say of it.</summary>
internal sealed record BotCall(SandboxWorld World, SandboxBot Bot, CallArguments Arguments, JournalEntry Entry, CancellationToken ClientGone);

/// <summary>Carries out a method. Refusals are answers; an exception is a defect.</summary>
internal delegate ValueTask<BotApiAnswer> BotMethod(BotCall call);
