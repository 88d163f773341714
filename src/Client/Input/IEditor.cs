namespace MultiBot.Client.Input;

/// <summary>Where a person changes a text.</summary>
internal interface IEditor
{
    /// <summary>Opens the file and completes when the person is done. False: the editor could not be started or reported failure.</summary>
    Task<bool> EditAsync(string path, CancellationToken cancellation);
}
