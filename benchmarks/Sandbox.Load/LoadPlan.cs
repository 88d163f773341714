namespace MultiBot.Sandbox.Load;

/// <summary>What to put on the sandbox, and for how long.</summary>
internal sealed record LoadPlan(int Bots, int ChatsPerBot, TimeSpan WarmUp, TimeSpan Measured, int? Core, bool Http2);
