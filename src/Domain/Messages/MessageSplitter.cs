namespace MultiBot.Domain.Messages;
public static class MessageSplitter { public static IReadOnlyList<string> Split(string text, int limit) => [text]; }
