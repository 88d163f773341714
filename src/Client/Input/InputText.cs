using MultiBot.Client.Output;
using MultiBot.Domain.Problems;

namespace MultiBot.Client.Input;

/// <summary>Reads what a command takes from a file or, as <c>-</c>, from standard input.</summary>
internal static class InputText
{
    public const string StandardInput = "-";

    public static async Task<Answer<string>> ReadAsync(Terminal terminal, string source, CancellationToken cancellation)
    {
        if (source == StandardInput) return await terminal.In.ReadToEndAsync(cancellation).WaitAsync(cancellation);
        try
        {
            return await File.ReadAllTextAsync(Path.Combine(terminal.WorkingDirectory, source), cancellation);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return Problem.Invalid("console.file_unreadable", $"{source} can't be read: {trouble.Message}");
        }
    }

    /// <summary>A value from the command line; <c>-</c> reads one line of standard input instead, for secrets.</summary>
    public static async Task<Answer<string>> ReadValueAsync(Terminal terminal, string value, string name, CancellationToken cancellation)
    {
        if (value != StandardInput) return value;
        var line = await terminal.In.ReadLineAsync(cancellation).AsTask().WaitAsync(cancellation);
        return string.IsNullOrWhiteSpace(line)
            ? Problem.Invalid("console.input_empty", $"Standard input holds no line for {name}.")
            : line.Trim();
    }
}
