using MultiBot.Replies.Prompts;

namespace MultiBot.Replies.Tests;

/// <summary>
/// Whole prompts as they were agreed upon, one file each in <c>Golden/</c>. With <c>MULTIBOT_RENEW_GOLDEN=1</c> they are written anew
/// instead, and the tests fail: look at the difference, then run them without.
/// </summary>
internal static class Golden
{
    private const string Renew = "MULTIBOT_RENEW_GOLDEN";

    public static void Matches(string name, IEnumerable<PromptLine> prompt)
    {
        var actual = string.Concat(prompt.Select(message => $"=== {message.Role.Value}\n{message.Text.TrimEnd('\n')}\n"));
        var path = Path.Combine(Folder(), name + ".txt");
        if (Environment.GetEnvironmentVariable(Renew) == "1")
        {
            File.WriteAllText(path, actual);
            Assert.Fail($"{path} has been written anew.");
        }

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
