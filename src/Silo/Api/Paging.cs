using MultiBot.Silo.Api.Problems;

namespace MultiBot.Silo.Api;

/// <summary>The two parameters every list has: <c>limit</c> (1–200, 50 when absent) and <c>after</c> (the <c>next</c> of the page before).</summary>
public static class Paging
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    /// <exception cref="ApiException">Out of range.</exception>
    public static int Limit(int? asked) => asked switch
    {
        null => DefaultLimit,
        >= 1 and <= MaxLimit => asked.Value,
        _ => throw new ApiException(ApiProblems.Parameter("limit", $"must be 1–{MaxLimit}.")),
    };

    /// <summary>Reads a page; a cursor that is not ours is the caller's mistake.</summary>
    public static async Task<T> ReadAsync<T>(Task<T> page)
    {
        try
        {
            return await page;
        }
        catch (FormatException)
        {
            throw new ApiException(ApiProblems.CursorInvalid);
        }
    }
}
