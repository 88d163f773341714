using System.Text;
using MultiBot.Client.Output;
using MultiBot.Domain.Events;
using Spectre.Console;

namespace MultiBot.Client.Events;

/// <summary>An event a line: in columns and colours for a person, tab-separated for a script, in JSON as the REST API has it.</summary>
internal sealed class EventLines(Terminal terminal, bool json)
{
    private static readonly Style Faint = new(Color.Grey);

    public void Write(LoggedEvent logged)
    {
        if (json) terminal.Line(Encoding.UTF8.GetString(EventJson.Write(logged)));
        else if (terminal.Rich) WriteRich(logged);
        else terminal.Line(string.Join('\t', Cells(logged)));
    }

    private void WriteRich(LoggedEvent logged)
    {
        var cells = Cells(logged);
        var line = new Paragraph()
            .Append($"{cells[1]} ", Faint)
            .Append($"{cells[2],-18} ", StyleOf(logged.Event.Type))
            .Append(cells[3], new Style(Color.Aqua));
        if (cells[4].Length > 0) line.Append($" {cells[4]}", Style.Plain);
        if (cells[5] != "{}") line.Append($" {cells[5]}", Faint);
        terminal.Out.Write(line);
        terminal.Out.WriteLine();
    }

    /// <summary>Number, time, type, bot, chat, data.</summary>
    private static string[] Cells(LoggedEvent logged) =>
    [
        Plain.Number(logged.Seq),
        Plain.Time(logged.Event.At),
        Plain.Cell(logged.Event.Type),
        logged.Event.Bot.Value,
        Plain.Number(logged.Event.Chat?.Value),
        Plain.Cell(logged.Event.Data),
    ];

    private static Style StyleOf(string type) => type switch
    {
        EventTypes.BotStarted or EventTypes.MessageSent => new Style(Color.Green),
        EventTypes.ReplyFailed or EventTypes.HealthCheckFailed or EventTypes.BotRemoved => new Style(Color.Red),
        EventTypes.FloodWaited or EventTypes.LoginRequired or EventTypes.BotStopped or EventTypes.ChatModeChanged => new Style(Color.Yellow),
        _ => Style.Plain,
    };
}
