using System.Text.Json;
using MultiBot.Silo.Hosting;

namespace MultiBot.Silo.FirstStart;

/// <summary>
/// How «./run admin-key» reaches a silo that runs (and holds the database) or will run: a file in the data folder, with the key's
/// hash and never the key. Whoever can write there could read the master key as well, so nobody gains a right by it.
/// </summary>
public sealed record AdminKeyRequest(string Id, string Sha256)
{
    private const string FileName = "admin-key.request";

    public static string PathIn(DataFolder data) => data.File(FileName);

    public Task WriteAsync(DataFolder data, CancellationToken cancellation) =>
        PrivateFile.WriteAsync(PathIn(data), JsonSerializer.Serialize(this), cancellation);

    /// <summary>Null: there is none.</summary>
    /// <exception cref="FormatException">The file is not what we wrote.</exception>
    public static async Task<AdminKeyRequest?> ReadAsync(DataFolder data, CancellationToken cancellation)
    {
        if (!File.Exists(PathIn(data))) return null;
        try
        {
            var request = JsonSerializer.Deserialize<AdminKeyRequest>(await File.ReadAllTextAsync(PathIn(data), cancellation));
            return request is { Id.Length: > 0, Sha256.Length: 64 } ? request : throw new FormatException();
        }
        catch (JsonException failure)
        {
            throw new FormatException("The admin key request can't be read.", failure);
        }
    }

    public byte[] Hash() => Convert.FromHexString(Sha256);
}
