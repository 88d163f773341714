using MultiBot.Domain.Storage;

namespace MultiBot.Silo.Api;

/// <summary>A page of a list. <c>next</c> is sent as <c>after</c> to get the page behind it; null: this was the last.</summary>
public sealed record ListAnswer<T>
{
    public required T[] Items { get; init; }
    public string? Next { get; init; }
}

public static class ListAnswers
{
    public static ListAnswer<TView> View<TItem, TView>(this Page<TItem> page, Func<TItem, TView> view) =>
        new() { Items = Array.ConvertAll(page.Items, item => view(item)), Next = page.Next };
}
