using System.Collections.Frozen;

namespace MultiBot.Domain.Conversations;

/// <summary>
/// The table of phrases by which a person stops a bot. Words that are ordinary talk («cancel», «quit», «enough», «arrête») are
/// left out on purpose: a bot that falls silent by mistake is as bad as one that does not stop.
/// </summary>
internal static class OptOutPhrases
{
    private static readonly FrozenSet<string> Commands = Set("stop", "unsubscribe", "optout", "стоп");

    /// <summary>Clear whatever language the person's client speaks.</summary>
    private static readonly FrozenSet<string> Anywhere = Set(
        // en
        "stop", "stop all", "stopall", "unsubscribe", "unsubscribe me", "opt out", "optout", "stop messages", "stop messaging me",
        "stop writing to me", "stop texting me", "do not contact me", "don't contact me", "do not message me", "don't message me",
        "don't write to me", "do not write to me",
        // ru
        "стоп", "отписаться", "отписка", "отпиши меня", "отпишите меня", "отпишись", "не пиши мне", "не пишите мне", "не пиши мне больше",
        "не пишите мне больше", "больше не пиши", "больше не пишите", "больше не пиши мне", "больше не пишите мне",
        // uk
        "відписатися", "відписатись", "відписка", "не пиши мені", "не пишіть мені", "більше не пиши", "більше не пишіть",
        // ky
        "токтот", "токтоткула", "жазылуудан чыгуу", "мага жазба", "мага жазбаңыз", "мага жазбагыла",
        // kk
        "тоқтат", "тоқтатыңыз", "жазылымнан шығу", "маған жазба", "маған жазбаңыз",
        // de
        "stopp", "abmelden", "abbestellen", "austragen", "keine nachrichten mehr", "schreib mir nicht mehr", "schreiben sie mir nicht mehr",
        // es
        "darse de baja", "darme de baja", "dar de baja", "cancelar suscripción", "no más mensajes", "no me escribas",
        "no me escribas más", "no me escriba más",
        // fr
        "désabonner", "se désabonner", "me désabonner", "désabonnement", "désinscription", "se désinscrire", "me désinscrire",
        "ne m'écris plus", "ne m'écrivez plus",
        // pt
        "descadastrar", "me descadastre", "cancelar inscrição", "cancelar assinatura", "não me escreva", "não me escreva mais",
        "não quero mais mensagens",
        // it
        "disiscrivimi", "disiscriviti", "disiscrizione", "annulla iscrizione", "cancella iscrizione", "non scrivermi",
        "non scrivermi più", "non mi scriva più",
        // tr
        "abonelikten çık", "abonelikten ayrıl", "aboneliği iptal et", "bana yazma", "bana yazmayın", "bana mesaj atma", "mesaj atmayın");

    /// <summary>Clear in one language only: «para» is money in Turkish, «dur» lasts in Romanian, «baja» is a place.</summary>
    private static readonly FrozenDictionary<string, FrozenSet<string>> InLanguage = new Dictionary<string, FrozenSet<string>>
    {
        ["es"] = Set("baja", "para", "parar"),
        ["pt"] = Set("para", "parar", "pare", "sair"),
        ["fr"] = Set("arrêt", "arrêter"),
        ["it"] = Set("ferma", "fermati", "cancellami"),
        ["tr"] = Set("dur", "durdur", "iptal"),
        ["ky"] = Set("токто"),
        ["kk"] = Set("тоқта"),
    }.ToFrozenDictionary();

    public static bool Contains(string folded, string language) =>
        Anywhere.Contains(folded) || (InLanguage.TryGetValue(language, out var own) && own.Contains(folded));

    public static bool IsCommand(ReadOnlySpan<char> word) => Commands.Contains(ChatIntent.Fold(word));

    private static FrozenSet<string> Set(params string[] phrases) =>
        phrases.Select(phrase => ChatIntent.Fold(phrase)).ToFrozenSet(StringComparer.Ordinal);
}
