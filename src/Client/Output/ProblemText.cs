using MultiBot.Domain.Problems;

namespace MultiBot.Client.Output;

/// <summary>Says on stderr what went wrong: code, sentence, and the fields one by one.</summary>
internal static class ProblemText
{
    public static void Write(Terminal terminal, Problem problem)
    {
        terminal.ErrorLine($"{problem.Code}: {Plain.Cell(problem.Detail)}");
        foreach (var field in problem.Fields)
            terminal.ErrorLine($"  {Plain.Cell(field.Pointer)}: {Plain.Cell(field.Message)} ({field.Code})");
    }
}

/// <summary>A problem inside of an answer in JSON.</summary>
internal sealed record ProblemJson(string Code, string Detail, FieldError[] Errors)
{
    public static ProblemJson? Of(Problem? problem) => problem is null ? null : new(problem.Code, problem.Detail, problem.Fields);
}
