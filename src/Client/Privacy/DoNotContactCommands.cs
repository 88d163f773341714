using System.CommandLine;
using System.Globalization;
using MultiBot.Client.Commands;
using MultiBot.Client.Output;
using MultiBot.Domain.Privacy;
using MultiBot.Domain.Storage;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Privacy;

namespace MultiBot.Client.Privacy;

/// <summary><c>multibot do-not-contact …</c>: persons whom no bot of the cluster may write to.</summary>
internal static class DoNotContactCommands
{
    private const int EntryLength = 64;

    public static Command Create(CommandRunner runner) => new("do-not-contact", "Persons whom no bot may write to")
    {
        CreateList(runner),
        CreateAdd(runner),
        CreateRemove(runner),
    };

    private static Command CreateList(CommandRunner runner)
    {
        var paging = new Paging();
        return runner.Command("list", "The entries; they name nobody", RunAsync, [.. paging.Options]);

        async Task<int> RunAsync(CommandCall call)
        {
            var privacy = (await call.ConnectAsync()).Privacy();
            var answer = await paging.ReadAsync(call, privacy.ListDoNotContact);
            return call.Show(answer, page => PageJson<DoNotContactEntry>.Of(page, entry => entry), page => Write(call.Terminal, page));
        }
    }

    private static Command CreateAdd(CommandRunner runner)
    {
        var person = Ids.Chat();
        var note = new Option<string?>("--note") { Description = "Why; kept sealed" };
        var until = new Option<DateTimeOffset?>("--until")
        {
            Description = "It holds until then, such as 2027-01-31 or 2027-01-31T12:00Z; for good when absent",
            HelpName = "time",
            CustomParser = result => DateTimeOffset.TryParse(Amounts.TextOf(result), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time
                : Amounts.Refuse<DateTimeOffset?>(result, $"'{Amounts.TextOf(result)}' is no time; write 2027-01-31 or 2027-01-31T12:00Z."),
        };
        return runner.Command("add", "No bot writes to this person any more, from now on", RunAsync, person, note, until);

        async Task<int> RunAsync(CommandCall call)
        {
            var write = new DoNotContactWrite { Person = call.Get(person).Value, Note = call.Get(note), ExpiresAt = call.Get(until) };
            var answer = await (await call.ConnectAsync()).Privacy().PutDoNotContact(write);
            return call.Show(answer, entry => entry, entry => call.Terminal.Line($"On the list as {entry.Id}."));
        }
    }

    private static Command CreateRemove(CommandRunner runner)
    {
        var which = new Argument<string>("person") { Description = "The chat's id, or the entry's" };
        return runner.Command("remove", "Bots may write to this person again", RunAsync, which);

        async Task<int> RunAsync(CommandCall call)
        {
            var given = call.Get(which);
            var isPerson = long.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var person);
            if (!isPerson && given.Length != EntryLength) return call.Misuse($"'{Plain.Cell(given)}' is neither a chat's id nor an entry's.");
            var reference = isPerson ? new DoNotContactRef { Person = person } : new DoNotContactRef { Id = given };
            var answer = await (await call.ConnectAsync()).Privacy().RemoveDoNotContact(reference);
            return call.Show(answer, entry => entry, entry => call.Terminal.Line($"{entry.Id} is off the list."));
        }
    }

    private static void Write(Terminal terminal, Page<DoNotContactEntry> page)
    {
        var sheet = new Sheet("ENTRY", "SINCE", "UNTIL", "NOTE");
        foreach (var entry in page.Items) sheet.Add(entry.Id, Plain.Time(entry.CreatedAt), Plain.Time(entry.ExpiresAt), entry.Note);
        sheet.Write(terminal);
        Paging.ShowNext(terminal, page.Next);
    }
}
