using System.CommandLine;
using System.Text.Json.Nodes;
using MultiBot.Client.Commands;
using MultiBot.Client.Input;
using MultiBot.Client.Output;
using MultiBot.Grains.Abstractions;
using MultiBot.Grains.Abstractions.Manager;

namespace MultiBot.Client.Templates;

/// <summary><c>multibot templates …</c>: configurations that bots share.</summary>
internal static class TemplatesCommands
{
    public static Command Create(CommandRunner runner) => new("templates", "Configurations that bots share")
    {
        CreateList(runner),
        CreateShow(runner),
        CreatePut(runner),
        CreateRemove(runner),
    };

    private static Argument<string> Name() => new("name") { Description = "The template's name" };

    private static Command CreateList(CommandRunner runner)
    {
        var paging = new Paging();
        return runner.Command("list", "All templates", RunAsync, paging.Options);

        async Task<int> RunAsync(CommandCall call)
        {
            var queries = (await call.ConnectAsync()).Queries();
            var answer = await paging.ReadAsync(call, queries.ListTemplates);
            return call.Show(answer, page => PageJson<TemplateJson>.Of(page, TemplateJson.Of), page =>
            {
                var sheet = new Sheet("NAME", "REVISION");
                foreach (var template in page.Items)
                    sheet.Add(template.Name, Plain.Number(template.Revision));
                sheet.Write(call.Terminal);
                Paging.ShowNext(call.Terminal, page.Next);
            });
        }
    }

    private static Command CreateShow(CommandRunner runner)
    {
        var name = Name();
        return runner.Command("show", "A template's JSON", RunAsync, name);

        async Task<int> RunAsync(CommandCall call) => call.Show(
            await (await call.ConnectAsync()).Manager().GetTemplate(call.Get(name)),
            template => JsonNode.Parse(template.Json)!,
            template => call.Terminal.Line(Plain.Block(Json.Indent(template.Json))));
    }

    private static Command CreatePut(CommandRunner runner)
    {
        var name = Name();
        var file = new Argument<string>("file") { Description = "Any part of a bot's JSON but id, name and secrets; - reads standard input" };
        var revision = new Option<long?>("--revision") { Description = "Only if the template still stands at this revision", HelpName = "n" };
        return runner.Command("put", "Create or replace a template; its bots change live", RunAsync, name, file, revision);

        async Task<int> RunAsync(CommandCall call)
        {
            var json = await InputText.ReadAsync(call.Terminal, call.Get(file), call.Cancellation);
            if (json.Value is null) return call.Refuse(json.Problem);
            var answer = await (await call.ConnectAsync()).Manager().PutTemplate(call.Get(name), json.Value, call.Get(revision));
            return call.Show(answer, TemplateJson.Of, template => call.Terminal.Line($"{Plain.Cell(template.Name)} is at revision {template.Revision}."));
        }
    }

    private static Command CreateRemove(CommandRunner runner)
    {
        var name = Name();
        return runner.Command("remove", "Remove a template that no bot names", RunAsync, name);

        async Task<int> RunAsync(CommandCall call) => call.Show(
            await (await call.ConnectAsync()).Manager().DeleteTemplate(call.Get(name)),
            TemplateJson.Of,
            template => call.Terminal.Line($"Removed {Plain.Cell(template.Name)}."));
    }
}

internal sealed record TemplateJson(string Name, long Revision, JsonNode? Template)
{
    public static TemplateJson Of(TemplateView view) => new(view.Name, view.Revision, JsonNode.Parse(view.Json));
}
