using System.Text.Json;
using System.Text.RegularExpressions;
using MultiBot.Domain.Problems;
using MultiBot.Silo.Api.Json;

namespace MultiBot.Silo.Api.Problems;

/// <summary>Puts into words what the framework refused before a handler ran.</summary>
public static partial class RequestProblems
{
    public static ApiProblem Explain(BadHttpRequestException failure) => failure switch
    {
        { StatusCode: StatusCodes.Status413PayloadTooLarge } => ApiProblems.TooLarge,
        { StatusCode: StatusCodes.Status415UnsupportedMediaType } => ApiProblems.UnsupportedMediaType,
        { InnerException: JsonException json } => OfJson(json),
        _ when ParameterName().Match(failure.Message) is { Success: true } match =>
            ApiProblems.Parameter(match.Groups["name"].Value, "can't be read; /docs tells its form."),
        _ when failure.Message.Contains("body", StringComparison.OrdinalIgnoreCase) => Body("A JSON body is needed."),
        _ => ApiProblems.OfStatus(failure.StatusCode),
    };

    /// <summary>No JSON at all, or JSON that does not fit: told apart by whether a place in the document is known.</summary>
    public static ApiProblem OfJson(JsonException failure)
    {
        var pointer = JsonPointers.Of(failure.Path);
        if (failure.Message.Contains("could not be mapped", StringComparison.Ordinal))
            return Field(new FieldError(pointer, "field.unknown", "There is no such field."));
        if (failure.Message.Contains("Duplicate property", StringComparison.OrdinalIgnoreCase))
            return Field(new FieldError(pointer, "field.duplicate", "This field is there twice."));
        if (failure.Message.Contains("missing required", StringComparison.Ordinal))
            return Field(new FieldError(pointer, "field.required", "A field is missing: " + string.Join(", ", Quoted().Matches(failure.Message).Skip(1))));
        if (failure.Message.Contains("could not be converted", StringComparison.Ordinal) || failure.Message.Contains("null values", StringComparison.Ordinal))
            return Field(new FieldError(pointer, "field.type", "This value is of the wrong type or not among those allowed."));
        return Body($"The body is no valid JSON (line {failure.LineNumber + 1}, byte {failure.BytePositionInLine + 1}).");
    }

    public static ApiProblem Body(string detail) => new(StatusCodes.Status400BadRequest, "json.invalid", detail);

    public static ApiProblem Field(params FieldError[] errors) =>
        new(StatusCodes.Status400BadRequest, "body.invalid", "The body does not fit; «errors» says where.", errors);

    [GeneratedRegex("""bind parameter "\S+ (?<name>\w+)" from""")]
    private static partial Regex ParameterName();

    [GeneratedRegex("'[^']*'")]
    private static partial Regex Quoted();
}
