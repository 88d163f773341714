using MultiBot.Silo.Api.Json;

namespace MultiBot.Silo.Tests.Api;

public sealed class JsonPointersTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("$", "")]
    [InlineData("$.a", "/a")]
    [InlineData("$.a.b[0].c", "/a/b/0/c")]
    [InlineData("$['a.b']", "/a.b")]
    [InlineData("$['a/b'][12]['c~d']", "/a~1b/12/c~0d")]
    public void Path_OfTheSerializer_BecomesAPointer(string? path, string pointer) => Assert.Equal(pointer, JsonPointers.Of(path));
}
