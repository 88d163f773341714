namespace MultiBot.Domain.Conversations;

/// <summary>
/// What people are told of their data and of opting out, by language, for bots that bring no wording of their own. Telegram's terms ask bots for
/// an answer to <c>/privacy</c>; it promises only what every bot here keeps.
/// </summary>
internal static class PrivacyTexts
{
    private static readonly Dictionary<string, Words> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = new(
            "You won't get any more messages from me. If you change your mind, send /start.",
            "An AI answers in this chat. I keep our messages, your name on Telegram, your language and what I have learned from our talk, so that I can answer you. "
            + "The messages are sent to the AI model that writes the answers. Nobody else's chat ever shows them.\n\n"
            + "/stop: I won't write to you any more.\nTo get a copy of your data or to have all of it erased, ask for it here in so many words; a person takes care of it."),
        ["ru"] = new(
            "Я больше не буду вам писать. Если передумаете, отправьте /start.",
            "В этом чате отвечает искусственный интеллект. Чтобы отвечать вам, я храню нашу переписку, ваше имя в Telegram, язык и то, что узнал из разговора. "
            + "Сообщения передаются модели ИИ, которая пишет ответы. В чужих чатах они не появляются.\n\n"
            + "/stop — я больше не буду писать.\nЧтобы получить копию своих данных или удалить их все, попросите об этом прямо здесь: этим займётся человек."),
        ["uk"] = new(
            "Я більше не писатиму вам. Якщо передумаєте, надішліть /start.",
            "У цьому чаті відповідає штучний інтелект. Щоб відповідати вам, я зберігаю наше листування, ваше ім'я в Telegram, мову та те, про що дізнався з розмови. "
            + "Повідомлення передаються моделі ШІ, яка пише відповіді. В інших чатах вони не з'являються.\n\n"
            + "/stop — я більше не писатиму.\nЩоб отримати копію своїх даних або видалити їх усі, попросіть про це тут: цим займеться людина."),
        ["de"] = new(
            "Ich schreibe dir nicht mehr. Wenn du es dir anders überlegst, sende /start.",
            "In diesem Chat antwortet eine KI. Damit ich dir antworten kann, bewahre ich unsere Nachrichten auf, deinen Namen bei Telegram, deine Sprache und was ich im Gespräch "
            + "erfahren habe. Die Nachrichten gehen an das KI-Modell, das die Antworten schreibt. In keinem anderen Chat tauchen sie auf.\n\n"
            + "/stop: Ich schreibe dir nicht mehr.\nWillst du eine Kopie deiner Daten oder sollen sie alle gelöscht werden, dann bitte hier darum; ein Mensch kümmert sich darum."),
        ["es"] = new(
            "No te escribiré más. Si cambias de opinión, envía /start.",
            "En este chat responde una IA. Para poder responderte guardo nuestros mensajes, tu nombre en Telegram, tu idioma y lo que he aprendido de la conversación. "
            + "Los mensajes se envían al modelo de IA que escribe las respuestas. No aparecen en ningún otro chat.\n\n"
            + "/stop: no te escribiré más.\nPara recibir una copia de tus datos o para que se borren todos, pídelo aquí; una persona se ocupará."),
        ["fr"] = new(
            "Je ne vous écrirai plus. Si vous changez d'avis, envoyez /start.",
            "Une IA répond dans cette discussion. Pour pouvoir vous répondre, je conserve nos messages, votre nom sur Telegram, votre langue et ce que j'ai appris de nos échanges. "
            + "Les messages sont transmis au modèle d'IA qui rédige les réponses. Ils n'apparaissent dans aucune autre discussion.\n\n"
            + "/stop : je ne vous écrirai plus.\nPour recevoir une copie de vos données ou les faire toutes effacer, demandez-le ici ; une personne s'en occupera."),
        ["it"] = new(
            "Non ti scriverò più. Se cambi idea, invia /start.",
            "In questa chat risponde un'IA. Per poterti rispondere conservo i nostri messaggi, il tuo nome su Telegram, la tua lingua e ciò che ho imparato dalla conversazione. "
            + "I messaggi vengono inviati al modello di IA che scrive le risposte. Non compaiono in nessun'altra chat.\n\n"
            + "/stop: non ti scriverò più.\nPer avere una copia dei tuoi dati o farli cancellare tutti, chiedilo qui; se ne occuperà una persona."),
        ["pt"] = new(
            "Não vou mais escrever para você. Se mudar de ideia, envie /start.",
            "Nesta conversa responde uma IA. Para poder responder, guardo as nossas mensagens, o seu nome no Telegram, o seu idioma e o que aprendi na conversa. "
            + "As mensagens são enviadas ao modelo de IA que escreve as respostas. Não aparecem em nenhuma outra conversa.\n\n"
            + "/stop: não escrevo mais.\nPara receber uma cópia dos seus dados ou para que sejam todos apagados, peça aqui; uma pessoa vai cuidar disso."),
        ["tr"] = new(
            "Artık size yazmayacağım. Fikrinizi değiştirirseniz /start gönderin.",
            "Bu sohbette bir yapay zekâ yanıt veriyor. Size yanıt verebilmek için mesajlarımızı, Telegram adınızı, dilinizi ve konuşmadan öğrendiklerimi saklıyorum. "
            + "Mesajlar, yanıtları yazan yapay zekâ modeline gönderilir. Başka hiçbir sohbette görünmezler.\n\n"
            + "/stop: artık yazmam.\nVerilerinizin bir kopyasını almak ya da hepsini sildirmek için burada isteyin; bununla bir insan ilgilenir."),
    };

    /// <summary>The words in the language of the tag, else in English.</summary>
    public static Words In(string languageTag) => Known.GetValueOrDefault(languageTag.Split('-')[0]) ?? Known["en"];

    public sealed record Words(string OptedOut, string Privacy);
}
