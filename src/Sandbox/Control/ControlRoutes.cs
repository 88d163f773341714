namespace MultiBot.Sandbox.Control;

/// <summary>The control face, route by route.</summary>
internal static class ControlRoutes
{
    public static void Map(IEndpointRouteBuilder control, SandboxWorld world)
    {
        var messages = new MessagesControl(world);
        var chats = new ChatsControl(world);
        control.MapPost("/messages", SameOrigin.Only(messages.Post));
        control.MapGet("/chats/{token}", SameOrigin.Only(chats.List));
        control.MapGet("/chats/{token}/{chatId}", SameOrigin.Only(chats.Read));
        MapFaults(control, new FaultsControl(world));
        MapJournal(control, new JournalControl(world));
        control.MapGet("/sessions/{token}", SameOrigin.Only(new SessionsControl(world).Read));
        MapBots(control, new BotsControl(world));
        control.MapGet("/chat", ChatPage.Html);
        control.MapGet("/chat.js", ChatPage.Script);
        control.MapGet("/chat.css", ChatPage.Style);
    }

    private static void MapFaults(IEndpointRouteBuilder control, FaultsControl faults)
    {
        control.MapPost("/faults", SameOrigin.Only(faults.Post));
        control.MapGet("/faults", SameOrigin.Only(faults.List));
        control.MapDelete("/faults", SameOrigin.Only(faults.Clear));
        control.MapDelete("/faults/{id}", SameOrigin.Only(faults.Remove));
    }

    private static void MapJournal(IEndpointRouteBuilder control, JournalControl journal)
    {
        control.MapGet("/journal", SameOrigin.Only(journal.Read));
        control.MapGet("/stats", SameOrigin.Only(journal.Stats));
        control.MapPost("/reset", SameOrigin.Only(journal.Reset));
    }

    private static void MapBots(IEndpointRouteBuilder control, BotsControl bots)
    {
        control.MapGet("/bots", SameOrigin.Only(bots.List));
        control.MapPost("/bots", SameOrigin.Only(bots.Change));
        control.MapGet("/people", SameOrigin.Only(bots.ListPeople));
        control.MapPost("/people", SameOrigin.Only(bots.AddPeople));
        control.MapPost("/block", SameOrigin.Only(bots.Block));
        control.MapPost("/migrate", SameOrigin.Only(bots.Migrate));
        control.MapPost("/limits", SameOrigin.Only(bots.Limit));
    }
}
