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
            + "/stop: I won't write to you any more.\nTo get a copy of your data or to have all of it erased, ask for it here in so many words; a person takes care of it.",
            "I won't answer you any more, here or anywhere else. If you change your mind, send /start to me in a private chat.",
            "An AI answers in this group. "
            + "I keep what is written to me here, with the name of who wrote it, and my answers, so that I can answer. The messages are sent to the AI model that writes the answers. Other chats never show them, and I keep no notes about anybody here.\n\n"
            + "/stop, written to me: I won't answer you any more.\nTo have what you wrote here erased, ask for it in so many words; a person takes care of it."),
        ["ru"] = new(
            "Я больше не буду вам писать. Если передумаете, отправьте /start.",
            "В этом чате отвечает искусственный интеллект. Чтобы отвечать вам, я храню нашу переписку, ваше имя в Telegram, язык и то, что узнал из разговора. "
            + "Сообщения передаются модели ИИ, которая пишет ответы. В чужих чатах они не появляются.\n\n"
            + "/stop — я больше не буду писать.\nЧтобы получить копию своих данных или удалить их все, попросите об этом прямо здесь: этим займётся человек.",
            "Я больше не буду вам отвечать, ни здесь, ни в других чатах. Если передумаете, отправьте мне /start в личном чате.",
            "В этой группе отвечает искусственный интеллект. "
            + "Чтобы отвечать, я храню то, что здесь пишут мне, с именем автора, и свои ответы. Сообщения передаются модели ИИ, которая пишет ответы. В других чатах они не появляются, и заметок о людях я здесь не веду.\n\n"
            + "/stop, написанное мне, — я больше не буду вам отвечать.\nЧтобы удалить написанное вами здесь, попросите об этом прямо тут: этим займётся человек."),
        ["uk"] = new(
            "Я більше не писатиму вам. Якщо передумаєте, надішліть /start.",
            "У цьому чаті відповідає штучний інтелект. Щоб відповідати вам, я зберігаю наше листування, ваше ім'я в Telegram, мову та те, про що дізнався з розмови. "
            + "Повідомлення передаються моделі ШІ, яка пише відповіді. В інших чатах вони не з'являються.\n\n"
            + "/stop — я більше не писатиму.\nЩоб отримати копію своїх даних або видалити їх усі, попросіть про це тут: цим займеться людина.",
            "Я більше не відповідатиму вам, ні тут, ні в інших чатах. Якщо передумаєте, надішліть мені /start в особистому чаті.",
            "У цій групі відповідає штучний інтелект. "
            + "Щоб відповідати, я зберігаю те, що тут пишуть мені, з іменем автора, і свої відповіді. Повідомлення передаються моделі ШІ, яка пише відповіді. В інших чатах вони не з'являються, і нотаток про людей я тут не веду.\n\n"
            + "/stop, написане мені, — я більше не відповідатиму вам.\nЩоб видалити написане вами тут, попросіть про це: цим займеться людина."),
        ["de"] = new(
            "Ich schreibe dir nicht mehr. Wenn du es dir anders überlegst, sende /start.",
            "In diesem Chat antwortet eine KI. Damit ich dir antworten kann, bewahre ich unsere Nachrichten auf, deinen Namen bei Telegram, deine Sprache und was ich im Gespräch "
            + "erfahren habe. Die Nachrichten gehen an das KI-Modell, das die Antworten schreibt. In keinem anderen Chat tauchen sie auf.\n\n"
            + "/stop: Ich schreibe dir nicht mehr.\nWillst du eine Kopie deiner Daten oder sollen sie alle gelöscht werden, dann bitte hier darum; ein Mensch kümmert sich darum.",
            "Ich antworte dir nicht mehr, weder hier noch anderswo. Wenn du es dir anders überlegst, sende mir /start in einem privaten Chat.",
            "In dieser Gruppe antwortet eine KI. "
            + "Damit ich antworten kann, bewahre ich auf, was hier an mich geschrieben wird, mit dem Namen der Schreibenden, und meine Antworten. Die Nachrichten gehen an das KI-Modell, das die Antworten schreibt. In keinem anderen Chat tauchen sie auf, und über niemanden hier führe ich Notizen.\n\n"
            + "/stop, an mich geschrieben: Ich antworte dir nicht mehr.\nSoll gelöscht werden, was du hier geschrieben hast, dann bitte darum; ein Mensch kümmert sich darum."),
        ["es"] = new(
            "No te escribiré más. Si cambias de opinión, envía /start.",
            "En este chat responde una IA. Para poder responderte guardo nuestros mensajes, tu nombre en Telegram, tu idioma y lo que he aprendido de la conversación. "
            + "Los mensajes se envían al modelo de IA que escribe las respuestas. No aparecen en ningún otro chat.\n\n"
            + "/stop: no te escribiré más.\nPara recibir una copia de tus datos o para que se borren todos, pídelo aquí; una persona se ocupará.",
            "No te responderé más, ni aquí ni en otros chats. Si cambias de opinión, envíame /start en un chat privado.",
            "En este grupo responde una IA. "
            + "Para poder responder guardo lo que aquí me escriben, con el nombre de quien lo escribió, y mis respuestas. Los mensajes se envían al modelo de IA que escribe las respuestas. No aparecen en ningún otro chat, y aquí no tomo notas sobre nadie.\n\n"
            + "/stop, dirigido a mí: no te responderé más.\nPara que se borre lo que escribiste aquí, pídelo; una persona se ocupará."),
        ["fr"] = new(
            "Je ne vous écrirai plus. Si vous changez d'avis, envoyez /start.",
            "Une IA répond dans cette discussion. Pour pouvoir vous répondre, je conserve nos messages, votre nom sur Telegram, votre langue et ce que j'ai appris de nos échanges. "
            + "Les messages sont transmis au modèle d'IA qui rédige les réponses. Ils n'apparaissent dans aucune autre discussion.\n\n"
            + "/stop : je ne vous écrirai plus.\nPour recevoir une copie de vos données ou les faire toutes effacer, demandez-le ici ; une personne s'en occupera.",
            "Je ne vous répondrai plus, ni ici ni ailleurs. Si vous changez d'avis, envoyez-moi /start dans une discussion privée.",
            "Une IA répond dans ce groupe. "
            + "Pour pouvoir répondre, je conserve ce qui m'est écrit ici, avec le nom de l'auteur, et mes réponses. Les messages sont transmis au modèle d'IA qui rédige les réponses. Ils n'apparaissent dans aucune autre discussion, et je ne prends de notes sur personne ici.\n\n"
            + "/stop, adressé à moi : je ne vous répondrai plus.\nPour faire effacer ce que vous avez écrit ici, demandez-le ; une personne s'en occupera."),
        ["it"] = new(
            "Non ti scriverò più. Se cambi idea, invia /start.",
            "In questa chat risponde un'IA. Per poterti rispondere conservo i nostri messaggi, il tuo nome su Telegram, la tua lingua e ciò che ho imparato dalla conversazione. "
            + "I messaggi vengono inviati al modello di IA che scrive le risposte. Non compaiono in nessun'altra chat.\n\n"
            + "/stop: non ti scriverò più.\nPer avere una copia dei tuoi dati o farli cancellare tutti, chiedilo qui; se ne occuperà una persona.",
            "Non ti risponderò più, né qui né altrove. Se cambi idea, inviami /start in una chat privata.",
            "In questo gruppo risponde un'IA. "
            + "Per poter rispondere conservo ciò che qui mi viene scritto, con il nome di chi l'ha scritto, e le mie risposte. I messaggi vengono inviati al modello di IA che scrive le risposte. Non compaiono in nessun'altra chat, e qui non prendo appunti su nessuno.\n\n"
            + "/stop, scritto a me: non ti risponderò più.\nPer far cancellare ciò che hai scritto qui, chiedilo; se ne occuperà una persona."),
        ["pt"] = new(
            "Não vou mais escrever para você. Se mudar de ideia, envie /start.",
            "Nesta conversa responde uma IA. Para poder responder, guardo as nossas mensagens, o seu nome no Telegram, o seu idioma e o que aprendi na conversa. "
            + "As mensagens são enviadas ao modelo de IA que escreve as respostas. Não aparecem em nenhuma outra conversa.\n\n"
            + "/stop: não escrevo mais.\nPara receber uma cópia dos seus dados ou para que sejam todos apagados, peça aqui; uma pessoa vai cuidar disso.",
            "Não vou mais responder a você, nem aqui nem em outras conversas. Se mudar de ideia, envie /start para mim em uma conversa privada.",
            "Neste grupo responde uma IA. "
            + "Para poder responder, guardo o que me escrevem aqui, com o nome de quem escreveu, e as minhas respostas. As mensagens são enviadas ao modelo de IA que escreve as respostas. Não aparecem em nenhuma outra conversa, e aqui não faço anotações sobre ninguém.\n\n"
            + "/stop, escrito para mim: não respondo mais a você.\nPara que seja apagado o que você escreveu aqui, peça; uma pessoa vai cuidar disso."),
        ["tr"] = new(
            "Artık size yazmayacağım. Fikrinizi değiştirirseniz /start gönderin.",
            "Bu sohbette bir yapay zekâ yanıt veriyor. Size yanıt verebilmek için mesajlarımızı, Telegram adınızı, dilinizi ve konuşmadan öğrendiklerimi saklıyorum. "
            + "Mesajlar, yanıtları yazan yapay zekâ modeline gönderilir. Başka hiçbir sohbette görünmezler.\n\n"
            + "/stop: artık yazmam.\nVerilerinizin bir kopyasını almak ya da hepsini sildirmek için burada isteyin; bununla bir insan ilgilenir.",
            "Artık size ne burada ne de başka bir sohbette yanıt vereceğim. Fikrinizi değiştirirseniz bana özel sohbette /start gönderin.",
            "Bu grupta bir yapay zekâ yanıt veriyor. "
            + "Yanıt verebilmek için burada bana yazılanları yazanın adıyla ve kendi yanıtlarımı saklıyorum. Mesajlar, yanıtları yazan yapay zekâ modeline gönderilir. Başka hiçbir sohbette görünmezler ve burada kimse hakkında not tutmam.\n\n"
            + "/stop, bana yazıldığında: size artık yanıt vermem.\nBurada yazdıklarınızın silinmesi için bunu isteyin; bununla bir insan ilgilenir."),
    };

    /// <summary>The words in the language of the tag, else in English.</summary>
    public static Words In(string languageTag) => Known.GetValueOrDefault(languageTag.Split('-')[0]) ?? Known["en"];

    /// <param name="OptedOut">To who opts out.</param>
    /// <param name="Privacy">To <c>/privacy</c>.</param>
    /// <param name="AuthorOptedOut">To who opts out in a group.</param>
    /// <param name="GroupPrivacy">To <c>/privacy</c> in a group.</param>
    public sealed record Words(string OptedOut, string Privacy, string AuthorOptedOut, string GroupPrivacy);
}
