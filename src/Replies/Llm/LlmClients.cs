using System.ClientModel;
using System.ClientModel.Primitives;
using Azure.AI.OpenAI;
using Microsoft.Extensions.AI;
using MultiBot.Domain.Bots;
using OpenAI;
using OpenAI.Audio;
using OpenAI.Chat;

namespace MultiBot.Replies.Llm;

/// <param name="Any">For whatever can be asked.</param>
/// <param name="Plain">The same, for bodies that the caller writes; null: it can't be called so (Azure's, beside this version of OpenAI's).</param>
internal readonly record struct ModelClient(IChatClient Any, ChatClient? Plain);

/// <summary>Makes the client of one model of one bot. Time-outs and retries are ours, so the SDK's own are off.</summary>
internal sealed class LlmClients(LlmTransport transport)
{
    /// <summary>The SDK insists on a key; <see cref="WithoutKey"/> takes it off again.</summary>
    private const string NoKey = "none";

    public ModelClient Create(LlmTarget.Online target, string model)
    {
        if (target.Provider is LlmProvider.Azure) return new(Azure(target).GetChatClient(model).AsIChatClient(), Plain: null);
        var client = new ChatClient(model, KeyOf(target), OptionsOf(target));
        return new(client.AsIChatClient(), client);
    }

    public AudioClient CreateSpeech(LlmTarget.Online target, string model) =>
        target.Provider is LlmProvider.Azure ? Azure(target).GetAudioClient(model) : new AudioClient(model, KeyOf(target), OptionsOf(target));

    private AzureOpenAIClient Azure(LlmTarget.Online target) => new(target.Endpoint!, KeyOf(target), Common(new AzureOpenAIClientOptions()));

    private static ApiKeyCredential KeyOf(LlmTarget.Online target) => new(target.Key?.Reveal() ?? NoKey);

    private OpenAIClientOptions OptionsOf(LlmTarget.Online target)
    {
        var options = Common(new OpenAIClientOptions());
        if (target.Endpoint is not null) options.Endpoint = target.Endpoint;
        if (target.Key is null) options.AddPolicy(new WithoutKey(), PipelinePosition.BeforeTransport);
        return options;
    }

    private T Common<T>(T options)
        where T : ClientPipelineOptions
    {
        options.Transport = transport.Pipeline;
        options.RetryPolicy = new ClientRetryPolicy(maxRetries: 0);
        options.NetworkTimeout = Timeout.InfiniteTimeSpan;
        // Our own metrics and log lines tell what is needed; the SDK's would cost each request, and its logs may quote what people wrote.
        options.ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false, EnableMessageLogging = false };
        options.EnableDistributedTracing = false;
        return options;
    }

    private sealed class WithoutKey : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Headers.Remove("Authorization");
            ProcessNext(message, pipeline, currentIndex);
        }

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Headers.Remove("Authorization");
            return ProcessNextAsync(message, pipeline, currentIndex);
        }
    }
}
