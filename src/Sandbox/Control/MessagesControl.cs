using MultiBot.Sandbox.World;

namespace MultiBot.Sandbox.Control;

/// <summary>People write: <c>POST /control/messages</c>.</summary>
internal sealed class MessagesControl(SandboxWorld world)
{
    /// <summary>Who writes in another name and tells no own: Telegram's account for anonymous admins.</summary>
    private const long Nobody = 1_087_968_824;

    /// <summary>In order; the first refusal ends the batch, and what came before it stays written.</summary>
    public async Task Post(HttpContext http)
    {
        if (await ControlBody.ReadMany(http, ControlJson.Default.MessageRequest, ControlJson.Default.MessageRequestArray) is not { } batch)
            return;
        var answers = new ActAnswer[batch.Items.Length];
        for (var index = 0; index < answers.Length; index++)
        {
            var request = Named(batch.Items[index]);
            var result = Act(request);
            if (result.Code is not null)
            {
                await ControlBody.Refuse(http, result.Code, result.Reason!, index: batch.Many ? index : null);
                return;
            }

            answers[index] = new ActAnswer(request.Place, result.MessageId, result.UpdateId);
        }

        await ControlBody.Write(http, answers, batch.Many, ControlJson.Default.ActAnswer, ControlJson.Default.ActAnswerArray);
    }

    private ActResult Act(MessageRequest request)
    {
        if (!BotToken.TryParseNumber(request.Token, out var number))
            return ActResult.Refused("bad-token", "token must be a bot's number or <number>:<secret>.");
        if (request.ChatId is null)
            return ActResult.Refused("bad-json", "chatId, or chat, says where; one of them is needed.");
        if (request.EditOf is { } edited)
            return string.IsNullOrEmpty(request.Text)
                ? ActResult.Refused("text-empty", "An edit needs a text.")
                : PeopleSide.Edit(world, world.Bot(number), request.Place, edited, request.Text);
        if (!TryReadKinds(request, out var kind, out var chatType, out var refusal))
            return refusal;
        var wish = new PersonWrites(request.Place, chatType, PersonOf(request))
        {
            ChatTitle = request.ChatTitle,
            Kind = kind,
            Text = request.Text,
            Media = kind is MessageKind.Text ? null : MediaOf(request),
            ReplyTo = request.ReplyTo,
            ForwardedFrom = request.ForwardFrom,
            SenderChat = request.SenderChat is { } sender ? new NamedChat(sender.Id, sender.Title ?? request.ChatTitle ?? "Group") : null,
            Marks = request.Entities ?? [],
        };
        return PeopleSide.Write(world, world.Bot(number), wish);
    }

    private static bool TryReadKinds(MessageRequest request, out MessageKind kind, out ChatType chatType, out ActResult refusal)
    {
        refusal = default;
        chatType = ChatIds.TypeOf(request.Place);
        if (!Names.TryParse(request.Kind, MessageKind.Text, out kind))
            refusal = ActResult.Refused("bad-kind", $"kind must be one of {Names.Of<MessageKind>()}.");
        else if (!Names.TryParse(request.ChatType, chatType, out chatType))
            refusal = ActResult.Refused("bad-chat-type", $"chatType must be one of {Names.Of<ChatType>()}.");
        else if (request.Place == 0 || chatType is ChatType.Private != request.Place > 0)
            refusal = ActResult.Refused("bad-chat-id", "A private chat has a positive id, a group a negative one.");
        else if (kind is MessageKind.Text && string.IsNullOrEmpty(request.Text))
            refusal = ActResult.Refused("text-empty", "A text message needs a text.");
        else if (request.Entities?.Any(mark => mark.Offset < 0 || mark.Length <= 0 || mark.Offset > (request.Text?.Length ?? 0) - mark.Length) is true)
            refusal = ActResult.Refused("bad-entities", "Entities lie within the text, counted in UTF-16 units.");
        else if (request.SenderChat is { } sender && (chatType is ChatType.Private || sender.Id >= 0))
            refusal = ActResult.Refused("bad-sender-chat", "In a group, senderChat is the group's id or a channel's; both are negative.");
        else if (chatType is not ChatType.Private && request.From is null && request.SenderChat is null)
            refusal = ActResult.Refused("from-missing", "In a group, from must say who writes.");
        return refusal.Code is null;
    }

    /// <summary>The chat by its fields, however it was told.</summary>
    private static MessageRequest Named(MessageRequest request) => request.Chat is not { } chat ? request : request with
    {
        ChatId = chat.Id, ChatType = request.ChatType ?? chat.Type, ChatTitle = request.ChatTitle ?? chat.Title,
    };

    private Person PersonOf(MessageRequest request)
    {
        var id = request.From?.Id ?? (request.SenderChat is null ? request.Place : Nobody);
        var known = world.FindPerson(id);
        return new Person(id, request.From?.FirstName ?? known?.FirstName ?? "Person")
        {
            LastName = request.From?.LastName ?? known?.LastName,
            Username = request.From?.Username ?? known?.Username,
            LanguageCode = request.LanguageCode ?? request.From?.LanguageCode ?? known?.LanguageCode,
        };
    }

    private static MediaFacts MediaOf(MessageRequest request) => new()
    {
        Latitude = request.Latitude ?? 0,
        Longitude = request.Longitude ?? 0,
        PhoneNumber = request.PhoneNumber,
        Emoji = request.Emoji,
        FileName = request.FileName,
        Duration = request.Duration ?? 3,
        MimeType = request.MimeType,
        Content = request.Content,
    };
}
