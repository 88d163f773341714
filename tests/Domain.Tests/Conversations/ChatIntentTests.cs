using CsCheck;
using MultiBot.Domain.Conversations;
using MultiBot.Domain.Messages;

namespace MultiBot.Domain.Tests.Conversations;

public class ChatIntentTests
{
    [Theory]
    [InlineData("/privacy", Intent.Privacy)]
    [InlineData("/Privacy@anna_bot", Intent.Privacy)]
    [InlineData("/privacy please", Intent.Privacy)]
    [InlineData("privacy", Intent.None)]
    [InlineData("/privacypolicy", Intent.None)]
    public void Privacy_IsAskedForByACommandOnly(string text, Intent intent) => Assert.Equal(intent, ChatIntent.Of(text, "en"));

    [Theory]
    [InlineData("stop", null)]
    [InlineData("STOP!!!", "en")]
    [InlineData("  «Stop.» \n", "ru")]
    [InlineData("stop 🛑", "xx")]
    [InlineData("Stop, stop, STOP", null)]
    [InlineData("ｓｔｏｐ", null)]
    [InlineData("/stop", null)]
    [InlineData("/STOP@anna_bot", null)]
    [InlineData("/стоп", null)]
    [InlineData("/unsubscribe", null)]
    [InlineData("Unsubscribe me.", "en")]
    [InlineData("Don’t contact me", "en")]
    [InlineData("don't contact me", "en")]
    [InlineData("Стоп", "ru")]
    [InlineData("СТОП.", null)]
    [InlineData("Отписаться", "ru")]
    [InlineData("не пиши мне больше!", "ru")]
    [InlineData("Відписатися", "uk")]
    [InlineData("Токтот!", "ky")]
    [InlineData("токто", "ky-KG")]
    [InlineData("Тоқтатыңыз", "kk")]
    [InlineData("тоқта", "kk")]
    [InlineData("Abmelden", "de")]
    [InlineData("Stopp!", "de-AT")]
    [InlineData("BAJA", "es-MX")]
    [InlineData("No más mensajes", "es")]
    [InlineData("no mas mensajes", "es")]
    [InlineData("Désabonner", "fr")]
    [InlineData("ARRÊT", "fr_CA")]
    [InlineData("Ne m’écris plus", "fr")]
    [InlineData("Cancelar inscrição", "pt-BR")]
    [InlineData("sair", "pt")]
    [InlineData("Disiscrivimi", "it")]
    [InlineData("İPTAL", "tr")]
    [InlineData("ABONELİKTEN ÇIK", "tr")]
    [InlineData("abonelikten cık", "TR")]
    public void Of_WhenAMessageIsNothingButAnOptOut_IsOptOut(string text, string? language) => Assert.Equal(Intent.OptOut, ChatIntent.Of(text, language));

    [Theory]
    [InlineData("stop it, you are funny", "en")]
    [InlineData("don't stop", "en")]
    [InlineData("non-stop", "en")]
    [InlineData("stopped", "en")]
    [InlineData("stop and go", "en")]
    [InlineData("cancel", "en")]
    [InlineData("enough", "en")]
    [InlineData("", "en")]
    [InlineData("   ", null)]
    [InlineData("🛑", null)]
    [InlineData("Он сказал: стоп", "ru")]
    [InlineData("хватит", "ru")]
    [InlineData("para", "tr")]
    [InlineData("dur", "ro")]
    [InlineData("baja", null)]
    [InlineData("fine", "it")]
    [InlineData("arrête", "fr")]
    [InlineData("/stopwatch", null)]
    [InlineData("/stop now", null)]
    [InlineData("/help", null)]
    [InlineData("/", null)]
    [InlineData("start", null)]
    [InlineData("/started", null)]
    [InlineData("s\ud800top", null)]
    public void Of_WhenAMessageIsTalk_IsNone(string text, string? language) => Assert.Equal(Intent.None, ChatIntent.Of(text, language));

    [Theory]
    [InlineData("/start")]
    [InlineData(" /Start ")]
    [InlineData("/start payload_42")]
    [InlineData("/start@anna_bot payload")]
    [InlineData("/start\nhello")]
    public void Of_WhenAMessageIsStart_IsOptIn(string text) => Assert.Equal(Intent.OptIn, ChatIntent.Of(text, null));

    [Fact]
    public void Of_WhenAMessageIsLong_IsNoneAtOnce() => Assert.Equal(Intent.None, ChatIntent.Of(string.Concat(Enumerable.Repeat("stop ", 1_000)), "en"));

    [Fact]
    public void Of_WhateverSurroundsAnOptOutWord_OnlyLettersAndDigitsChangeIt() =>
        Gen.Select(Gen.OneOf("stop", "стоп", "unsubscribe", "отписаться"), Gen.OneOf(".", "!", " ", "😀", "…", "\n", "»", "-").Array[0, 6], Gen.OneOf("", "a", "7", "ж")).Sample(
            (word, around, other) =>
            {
                var text = string.Concat(around) + word.ToUpperInvariant() + string.Concat(around) + other;
                Assert.Equal(other.Length == 0 ? Intent.OptOut : Intent.None, ChatIntent.Of(text, null));
            },
            iter: 20_000);

    [Theory]
    [InlineData("\ufffe stop")]
    [InlineData("stop\uffff")]
    [InlineData("stop \ud83d")]
    public void Of_WhenWhatIsNoCharacterSurroundsAnOptOut_IsOptOut(string text) => Assert.Equal(Intent.OptOut, ChatIntent.Of(text, null));

    [Fact]
    public void Of_WhateverTheText_Answers() => Gen.Select(Gen.String, Gen.String).Sample((text, language) => Assert.True(Enum.IsDefined(ChatIntent.Of(text, language))), iter: 50_000);
}
