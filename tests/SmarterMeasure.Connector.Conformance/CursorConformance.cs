namespace SmarterMeasure.Connector.Conformance;

/// <summary>How every store keeps how far the reconciliation has come.</summary>
public abstract class CursorConformance(TestDatabase database) : StoreConformance(database)
{
    [Fact]
    public async Task A_cursor_is_moved_only_by_one_who_knows_where_it_stands()
    {
        Assert.Null(await Cursors.ReadAsync("reconcile", Cancel));
        Assert.False(await Cursors.ReplaceAsync("reconcile", "guess", "0", Cancel));

        Assert.True(await Cursors.ReplaceAsync("reconcile", null, "1", Cancel));
        Assert.False(await Cursors.ReplaceAsync("reconcile", null, "2", Cancel));
        Assert.False(await Cursors.ReplaceAsync("reconcile", "2", "3", Cancel));
        Assert.True(await Cursors.ReplaceAsync("reconcile", "1", "2", Cancel));

        Assert.Equal("2", await Cursors.ReadAsync("reconcile", Cancel));
    }

    [Fact]
    public async Task It_outlives_the_process_and_is_no_credential()
    {
        await Cursors.ReplaceAsync("reconcile", null, "1", Cancel);

        await using var other = await Database.OpenAsync(Clock);

        Assert.Equal("1", await other.Cursors.ReadAsync("reconcile", Cancel));
        Assert.Null(await other.Credentials.ReadAsync("reconcile", Cancel));
    }
}
