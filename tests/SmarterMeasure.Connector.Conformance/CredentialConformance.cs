namespace SmarterMeasure.Connector.Conformance;

/// <summary>How every store keeps credentials that are handed out one after another.</summary>
public abstract class CredentialConformance(TestDatabase database) : StoreConformance(database)
{
    [Fact]
    public async Task A_credential_is_replaced_only_by_one_who_knows_it()
    {
        Assert.Null(await Credentials.ReadAsync("canvas", Cancel));
        Assert.False(await Credentials.ReplaceAsync("canvas", "guess", "0", Cancel));
        Assert.Null(await Credentials.ReadAsync("canvas", Cancel));

        Assert.True(await Credentials.ReplaceAsync("canvas", null, "1", Cancel));
        Assert.False(await Credentials.ReplaceAsync("canvas", null, "2", Cancel));
        Assert.False(await Credentials.ReplaceAsync("canvas", "2", "3", Cancel));
        Assert.Equal("1", await Credentials.ReadAsync("canvas", Cancel));

        Assert.True(await Credentials.ReplaceAsync("canvas", "1", "2", Cancel));
        Assert.Equal("2", await Credentials.ReadAsync("canvas", Cancel));
    }

    [Fact]
    public async Task Each_name_has_its_own()
    {
        await Credentials.ReplaceAsync("canvas", null, "1", Cancel);
        await Credentials.ReplaceAsync("CANVAS", null, "2", Cancel);

        Assert.Equal("1", await Credentials.ReadAsync("canvas", Cancel));
        Assert.Equal("2", await Credentials.ReadAsync("CANVAS", Cancel));
    }

    [Fact]
    public async Task Of_many_who_replace_the_same_one_does()
    {
        await using var other = await Database.OpenAsync(Clock);
        await Credentials.ReplaceAsync("canvas", null, "0", Cancel);

        var replaced = await Task.WhenAll(Enumerable.Range(1, 20).Select(
            i => (i % 2 == 0 ? Credentials : other.Credentials).ReplaceAsync("canvas", "0", $"{i}", Cancel)));

        var winner = Assert.Single(Enumerable.Range(1, 20), i => replaced[i - 1]);
        Assert.Equal($"{winner}", await other.Credentials.ReadAsync("canvas", Cancel));
    }

    [Fact]
    public async Task Neither_a_purge_nor_an_erasure_touches_it()
    {
        await Credentials.ReplaceAsync("71", null, "secret of 71", Cancel);

        await Retention.EraseAsync("71", Cancel);
        await Retention.PurgeAsync(Now.AddDays(1), Cancel);

        Assert.Equal("secret of 71", await Credentials.ReadAsync("71", Cancel));
    }
}
