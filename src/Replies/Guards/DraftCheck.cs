using MultiBot.Domain.Bots;
using MultiBot.Domain.Replies;
using MultiBot.Domain.Secrets;
using MultiBot.Replies.Generation;
using MultiBot.Replies.Llm;

namespace MultiBot.Replies.Guards;

/// <summary>
/// What stands between a model's words and the person, whatever the words were asked for: tidied, without secrets of the bot, without
/// its instructions, without links but to allowed hosts. What an operator wrote does not pass here. docs/replies.md tells why.
/// </summary>
/// <param name="key">The key the model is asked with; the cluster's, where the bot has none.</param>
internal sealed class DraftCheck(Secret? key)
{
    private readonly SecretGuard _key = SecretGuard.Of(key);

    public ReplyOutcome Of(ReplyOutcome.Written draft, BotConfig bot)
    {
        if (ReplyText.Tidy(draft.Text, bot.Name, bot.Llm.MaxOutputTokens) is not { } text) return LlmErrors.Failure(LlmErrors.Empty);

        var bare = CommonRun.Bare(text);
        if (_key.Sees(text, bare) || SecretGuard.Of(bot).Sees(text, bare)) return LlmErrors.Failure(GuardCodes.Secret);
        if (PromptGuard.Sees(bot, bare)) return LlmErrors.Failure(GuardCodes.Prompt);

        var kept = LinkFilter.Keep(text, bot.Features.AllowedLinks);
        return ReferenceEquals(kept, text) || kept.Any(char.IsLetterOrDigit) ? draft with { Text = kept } : LlmErrors.Failure(GuardCodes.LinksOnly);
    }
}
