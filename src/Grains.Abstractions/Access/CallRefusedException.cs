using MultiBot.Domain.Problems;

namespace MultiBot.Grains.Abstractions.Access;

/// <summary>
/// The grain-call filter's answer to a key that is missing, unknown or not allowed to make this call. An exception, because the
/// filter stands before grains whose answers have no room for a problem.
/// </summary>
[GenerateSerializer, Alias("multibot.call-refused")]
public sealed class CallRefusedException : Exception
{
    public CallRefusedException(Problem problem)
        : base(problem?.Detail) => Problem = problem ?? throw new ArgumentNullException(nameof(problem));

    /// <summary>Of kind <see cref="ProblemKind.Forbidden"/>, with a code of docs/errors.md.</summary>
    [Id(0)]
    public Problem Problem { get; private set; }
}
