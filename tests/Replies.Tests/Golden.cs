using MultiBot.Replies.Prompts;

namespace MultiBot.Replies.Tests;

/// <summary>
/// Whole prompts as they were agreed upon, one file each in <c>Golden/</c>. With <c>MULTIBOT_RENEW_GOLDEN=1</c> they are written anew
/// instead, and the tests fail: look at the difference, then run them without.
/// </summary>
internal static class Golden
{
    private const string Renew = "MULTIBOT_RENEW_GOLDEN";

    public static void Matches(string name, Prompt prompt) => Match([(name, prompt.Messages().Select(message => (message.Role.Value, message.Text)))]);

    public static void Match(IReadOnlyList<(string Name, IEnumerable<(string Role, string Text)> Prompt)> prompts)
    {
        var files = prompts.Select(prompt => (Path: Path.Combine(Folder(), prompt.Name + ".txt"), Text: Written(prompt.Prompt))).ToArray();
        if (Environment.GetEnvironmentVariable(Renew) == "1")
        {
            foreach (var (path, text) in files) File.WriteAllText(path, text);
            Assert.Fail($"{string.Join(", ", files.Select(file => file.Path))} have been written anew.");
        }

        foreach (var (path, text) in files) Matches(path, text);
    }

    private static string Written(IEnumerable<(string Role, string Text)> prompt) => string.Concat(prompt.Select(message => $"=== {message.Role}\n{message.Text.TrimEnd('\n')}\n"));

    private static void Matches(string path, string actual)
    {
        Assert.True(File.Exists(path), $"{path} is missing: {Renew}=1 writes it.");
        Assert.Equal(File.ReadAllText(path), actual);
    }

    private static string Folder()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "MultiBot.sln"))) root = Path.GetDirectoryName(root)!;
        return Path.Combine(root, "tests", "Replies.Tests", "Golden");
    }
}
