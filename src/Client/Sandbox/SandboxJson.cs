namespace MultiBot.Client.Sandbox;

/// <summary>What a person says to the sandbox's control face.</summary>
internal sealed record SandboxMessage(string Token, long ChatId, SandboxPerson From, string Text);

internal sealed record SandboxPerson(long Id, string FirstName);

/// <summary>One line of a chat as the person sees it; <c>From</c> is <c>bot</c> or <c>person</c>.</summary>
internal sealed record SandboxLine(long Id, string From, string? Text, DateTimeOffset At, string? Kind = null)
{
    private const string Bot = "bot";

    public bool IsFromBot() => From == Bot;
}

/// <summary>One chat of a bot; <c>FromBot</c> counts what the bot ever sent into it.</summary>
internal sealed record SandboxChat(long ChatId, int FromBot);

/// <summary>A refusal of the control face.</summary>
internal sealed record SandboxProblem(string? Code, string? Detail);
