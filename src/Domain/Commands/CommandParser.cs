using System.Globalization;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Problems;

namespace MultiBot.Domain.Commands;

/// <summary>
/// Reads commands of the admin chat. Forgiving about what keyboards do (case, any white space, full-width signs, invisible marks), strict
/// about what is meant: whatever is not understood is refused with a sentence that says what to write instead.
/// </summary>
public static class CommandParser
{
    /// <summary>Telegram's longest name: first and last name, 64 characters each, and the space between them.</summary>
    private const int LongestName = 129;

    /// <summary>The message begins with a command's mark, whatever stands behind it.</summary>
    public static bool IsCommand(string text) => OneLine.FirstVisible(text) is >= 0 and var mark && text[mark] is ('!' or '！');

    /// <param name="text">A message, whatever is in it.</param>
    /// <returns>Null when the message does not begin with a command's mark: it is ordinary text.</returns>
    public static Answer<AdminCommand>? Parse(string text)
    {
        if (!IsCommand(text)) return null;
        var mark = OneLine.FirstVisible(text);
        var (word, rest) = Cut(OneLine.Of(text[(mark + 1)..]));
        if (word.Length == 0) return Problem.Invalid(CommandCodes.Unknown, "Behind the mark a command is missing; !help shows all of them.");
        return CommandManual.Find(OneLine.Narrow(word)) is { } manual ? Read(manual, rest) : Unknown(word);
    }

    private static Answer<AdminCommand> Read(CommandManual manual, string rest) => manual.Word switch
    {
        "help" => Help(rest),
        "status" => Alone(manual, rest, new AdminCommand.Status()),
        "metrics" => Alone(manual, rest, new AdminCommand.Metrics()),
        "list" => List(manual, rest),
        "add" => Add(manual, rest),
        "del" => Delete(manual, rest),
        "profile" => About(manual, rest, chat => new AdminCommand.Profile(chat)),
        "start" => About(manual, rest, chat => new AdminCommand.Start(chat)),
        "id" => Find(manual, rest),
        "takeover" => About(manual, rest, chat => new AdminCommand.TakeOver(chat)),
        "handback" => About(manual, rest, chat => new AdminCommand.HandBack(chat)),
        "restart" => Alone(manual, rest, new AdminCommand.Restart()),
        "stop" => Alone(manual, rest, new AdminCommand.Stop()),
        _ => throw new InvalidOperationException($"!{manual.Word} is described but not read."),
    };

    private static Answer<AdminCommand> Help(string rest)
    {
        if (rest.Length == 0) return new AdminCommand.Help(null);
        var word = OneLine.Narrow(rest).TrimStart('!').TrimStart();
        return CommandManual.Find(word) is { } about ? new AdminCommand.Help(about) : Unknown(rest);
    }

    private static Answer<AdminCommand> Alone(CommandManual manual, string rest, AdminCommand command) =>
        rest.Length == 0 ? command : Problem.Invalid(CommandCodes.Arguments, $"!{manual.Word} takes nothing behind it; write just !{manual.Word}.");

    private static Answer<AdminCommand> List(CommandManual manual, string rest)
    {
        if (rest.Length == 0) return new AdminCommand.List(1);
        return int.TryParse(OneLine.Narrow(rest), NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page > 0
            ? new AdminCommand.List(page)
            : Problem.Invalid(CommandCodes.Page, $"«{OneLine.Clip(rest)}» is no page: give a number from 1 on, for example {manual.Example}.");
    }

    private static Answer<AdminCommand> Add(CommandManual manual, string rest)
    {
        var (chat, name) = Cut(rest);
        if (name.Length == 0) return Wrong(manual, "needs a chat and a name");
        if (ChatReference.ParseId(chat) is not { } id)
            return ChatReference.NoChat($"«{OneLine.Clip(chat)}» is no chat's number, and !add takes the number only: {manual.Usage}, for example {manual.Example}.");
        return CheckName(manual, name) is { } problem ? problem : new AdminCommand.Add(id, name);
    }

    private static Answer<AdminCommand> Delete(CommandManual manual, string rest)
    {
        if (rest.Length == 0) return Wrong(manual, "needs a chat");
        return ChatReference.ParseId(rest) is { } id
            ? new AdminCommand.Delete(id)
            : ChatReference.NoChat($"«{OneLine.Clip(rest)}» is no chat's number, and !del takes the number only, for it can't be undone: {manual.Usage}, for example {manual.Example}.");
    }

    private static Answer<AdminCommand> Find(CommandManual manual, string rest)
    {
        if (rest.Length == 0) return new AdminCommand.Find(null);
        return CheckName(manual, rest) is { } problem ? problem : new AdminCommand.Find(rest);
    }

    private static Answer<AdminCommand> About(CommandManual manual, string rest, Func<ChatReference, AdminCommand> command)
    {
        if (rest.Length == 0) return Wrong(manual, "needs a chat");
        if (CheckName(manual, rest) is { } wrong) return wrong;
        var chat = ChatReference.Parse(rest);
        return chat.Value is { } reference ? command(reference) : chat.Problem!;
    }

    private static Problem? CheckName(CommandManual manual, string name)
    {
        if (name.Length > LongestName) return Wrong(manual, $"takes a name of at most {LongestName} characters");
        return MessageSplitter.IsVisible(name) ? null : Wrong(manual, "needs a name that can be seen");
    }

    private static Problem Wrong(CommandManual manual, string what) =>
        Problem.Invalid(CommandCodes.Arguments, $"!{manual.Word} {what}: {manual.Usage}, for example {manual.Example}.");

    private static Problem Unknown(string word) => Problem.Invalid(CommandCodes.Unknown, $"There is no command «{OneLine.Clip(word)}»; !help shows all of them.");

    private static (string First, string Others) Cut(string line)
    {
        var space = line.IndexOf(' ');
        return space < 0 ? (line, "") : (line[..space], line[(space + 1)..]);
    }
}
