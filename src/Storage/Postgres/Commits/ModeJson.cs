using System.Text.Json.Nodes;
using MultiBot.Domain.Chats;
using MultiBot.Domain.Decisions;
using MultiBot.Domain.Messages;
using MultiBot.Storage.Events;

namespace MultiBot.Storage.Postgres.Commits;

/// <summary>The domain's table of modes as the database's steps need it, so that it stands in one place only.</summary>
internal static class ModeJson
{
    private static readonly ChatMode[] Modes = Enum.GetValues<ChatMode>();

    /// <summary>What a command does in each present mode.</summary>
    public static JsonObject Command(ModeCommand command)
    {
        var json = Table(command);
        if (command is ModeCommand.Expire) json["due"] = true;
        if (command is ModeCommand.TakeOver) json["keeps"] = true;
        return json;
    }

    /// <summary>Whose messages may leave, by mode.</summary>
    public static JsonArray Senders() => new(
        [.. Modes.Select(mode => new JsonArray([.. Enum.GetValues<Author>().Where(by => by is not Author.Contact && ChatModes.MaySend(mode, by)).Select(by => (JsonNode)(int)by)]))]);

    private static JsonObject Table(ModeCommand command) => new()
    {
        ["after"] = new JsonArray([.. Modes.Select(mode => ChatModes.Apply(mode, command) is { } after ? (JsonNode)(int)after : null)]),
        ["events"] = new JsonArray([.. Modes.Select(mode => (JsonNode?)(ChatModes.Apply(mode, command) is { } after ? EventData.Mode(after, command) : null))]),
        ["forgets"] = ChatModes.ForgetsUnanswered(command),
        ["senders"] = Senders(),
        ["silences"] = new JsonArray([.. Modes.Select(mode => SilenceReasons.Of(mode) is { } decision ? (JsonNode)DecisionParts.Describe(decision, prompt: null) : null)]),
    };
}
