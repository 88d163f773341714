namespace MultiBot.Replies.Guards;

/// <summary>Why a draft was refused though a model wrote it; docs/errors.md, section "Replies". No time heals these: another draft may.</summary>
internal static class GuardCodes
{
    public const string Secret = "reply.secret_in_draft";
    public const string Prompt = "reply.prompt_in_draft";
    public const string LinksOnly = "reply.links_only";
}
