using System.Collections.Immutable;
using MultiBot.Domain.Memory;

namespace MultiBot.Domain.Contacts;

/// <summary>A field that was mentioned; a null value takes away what stood there.</summary>
public readonly record struct Told<T>(T? Value)
    where T : class;

/// <inheritdoc cref="Told{T}"/>
public readonly record struct ToldFlag(bool? Value);

/// <summary>What an operator changes about a person. A field that is null was not mentioned and stays as it is.</summary>
public sealed record ContactEdit
{
    public required ContactCard Card { get; init; }
    public Told<string>? Language { get; init; }
    public Told<string>? TimeZone { get; init; }

    /// <summary>Facts by topic: those of a mentioned topic are from now on the ones that hold. Null within: of no topic any does.</summary>
    public Told<IReadOnlyDictionary<string, string[]>>? Profile { get; init; }

    public bool IsEmpty => this is { Card.IsEmpty: true, Language: null, TimeZone: null, Profile: null };

    /// <summary>What is known after it: an operator's word, which no analysis takes back.</summary>
    public ContactMemory ApplyTo(ContactMemory known, DateTimeOffset now) => known with
    {
        Facts = Profile is { } profile ? FactsAfter(profile.Value, known, now) : known.Facts,
        Language = GuessAfter(Language, known.Language, now),
        TimeZone = GuessAfter(TimeZone, known.TimeZone, now),
    };

    private static ImmutableArray<Fact> FactsAfter(
        IReadOnlyDictionary<string, string[]>? profile, ContactMemory known, DateTimeOffset now)
    {
        var facts = new FactBook(known.Facts, now);
        foreach (var topic in profile?.Keys ?? known.Facts.Select(fact => fact.Topic).Distinct())
            facts.Declare(topic, profile?[topic] ?? []);
        return facts.Bounded();
    }

    private static Guess? GuessAfter(Told<string>? told, Guess? known, DateTimeOffset now) => told switch
    {
        null => known,
        { Value: null } => null,
        { Value: var value } when known == new Guess(value, MemorySource.Operator, known?.At ?? now) => known,
        { Value: var value } => new Guess(value, MemorySource.Operator, now),
    };
}

/// <summary>What an operator keeps about a person. Name apart, no prompt holds any of it.</summary>
public sealed record ContactCard
{
    public static ContactCard Unchanged { get; } = new();

    /// <summary>What the persona calls them, in place of the name in their Telegram.</summary>
    public Told<string>? Name { get; init; }
    public Told<string[]>? Tags { get; init; }
    public Told<string>? Notes { get; init; }

    /// <summary>Whether an operator looks at what the persona writes to them before it is sent.</summary>
    public ToldFlag? Approval { get; init; }

    public bool IsEmpty => this is { Name: null, Tags: null, Notes: null, Approval: null };
}

/// <summary>A person as an operator sees them.</summary>
/// <param name="Memory">What is known; its revision is that of the whole.</param>
/// <param name="Tags">To find them by.</param>
/// <param name="Notes">For operators only.</param>
public sealed record StoredContact(StoredMemory Memory, string[] Tags, string? Notes)
{
    public static StoredContact None { get; } = new(StoredMemory.None, [], null);
}
