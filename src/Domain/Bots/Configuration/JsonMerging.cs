using System.Text.Json.Nodes;

namespace MultiBot.Domain.Bots.Configuration;

/// <summary>How two trees become one. Neither argument is changed.</summary>
internal static class JsonMerging
{
    /// <summary>The template shows through where <paramref name="own"/> says nothing: objects are merged, arrays and nulls override.</summary>
    public static JsonObject Under(JsonObject template, JsonObject own)
    {
        var merged = template.DeepClone().AsObject();
        foreach (var (name, value) in own)
            merged[name] = value is JsonObject mine && merged[name] is JsonObject theirs ? Under(theirs, mine) : value?.DeepClone();
        return merged;
    }

    /// <summary>
    /// RFC 7396, but a null for a secret stays in the document: an absent secret means «unchanged», so that removing it from the
    /// document would not remove the secret.
    /// </summary>
    public static JsonObject Patch(JsonObject target, JsonObject patch, string pointer = "")
    {
        var patched = target.DeepClone().AsObject();
        foreach (var (name, value) in patch)
        {
            var place = JsonPointer.Append(pointer, name);
            if (value is JsonObject change) patched[name] = Patch(patched[name] as JsonObject ?? [], change, place);
            else if (value is null && !SecretFields.Contains(place)) patched.Remove(name);
            else patched[name] = value?.DeepClone();
        }

        return patched;
    }
}
