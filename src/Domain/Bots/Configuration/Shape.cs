namespace MultiBot.Domain.Bots.Configuration;

/// <summary>What a text must look like, and what to say of one that does not.</summary>
internal sealed record Shape(Func<string, bool> IsValid, string Code, string Message);
