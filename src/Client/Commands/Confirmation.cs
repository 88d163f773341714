using System.CommandLine;
using Spectre.Console;

namespace MultiBot.Client.Commands;

/// <summary>Asks before much is changed at once, or something is lost.</summary>
internal static class Confirmation
{
    public static Option<bool> Yes() => new("--yes", "-y") { Description = "Don't ask" };

    /// <summary>True: go on. Null: nobody can be asked, so <c>--yes</c> is wanted.</summary>
    public static async Task<bool?> AskAsync(CommandCall call, Option<bool> yes, string question)
    {
        if (call.Get(yes)) return true;
        if (!call.Terminal.Asks) return null;
        return await call.Terminal.Out.PromptAsync(new ConfirmationPrompt(Markup.Escape(question)) { DefaultValue = false }, call.Cancellation);
    }
}
