using MultiBot.Client.Connection;

namespace MultiBot.Client.Tests.Connection;

public sealed class ClusterDatabaseTests
{
    [Fact]
    public void Database_WhenWellFormed_KnowsItsPlaceAndLooksIntoOurSchema()
    {
        var database = ClusterDatabase.Parse("Server=db.example;Port=5433;Database=m;User ID=silo;Password=hush-hush-4711;SSL Mode=VerifyFull");

        Assert.NotNull(database);
        Assert.Equal(("db.example:5433, database m", "silo"), (database.Place, database.Login));
        Assert.Contains("Search Path=multibot", database.ConnectionString, StringComparison.Ordinal);
        Assert.Contains("SSL Mode=VerifyFull", database.ConnectionString, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", $"{database}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("what is this")]
    [InlineData("Host=h;Database=d;Username=u;Port=many")]
    [InlineData("Host=h;Database=d;Username=u;Port=70000000000")]
    [InlineData("Host=h;Database=d;Username=u;Pasword=x")]
    [InlineData("Host=h;Database=d;Username=u;SSL Mode=Sometimes")]
    [InlineData("Host=h;Database=d")]
    [InlineData("Host=h;Username=u")]
    [InlineData("Database=d;Username=u")]
    public void Database_WhenMalformedOrIncomplete_IsRefused(string text) => Assert.Null(ClusterDatabase.Parse(text));
}
