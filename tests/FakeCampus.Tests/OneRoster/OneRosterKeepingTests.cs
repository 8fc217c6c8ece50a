using FakeCampus.OneRoster;

namespace FakeCampus.Tests.OneRoster;

public sealed class OneRosterKeepingTests : OneRosterTest
{
    public static TheoryData<OneRosterKeeping, decimal, decimal?> Ways => new()
    {
        { OneRosterKeeping.AsSent, 63.5m, 63.5m },
        { new OneRosterKeeping { Decimals = 0 }, 63.5m, 64m },
        { new OneRosterKeeping { Clamps = true }, 120m, 100m },
        { new OneRosterKeeping { Drops = true }, 63.5m, null },
    };

    [Theory]
    [MemberData(nameof(Ways), DisableDiscoveryEnumeration = true)]
    public async Task Created_and_empty_is_the_answer_whatever_is_kept(OneRosterKeeping keeping, decimal sent, decimal? kept)
    {
        await Put(LineItemPath, LineItem());
        Campus.Keeping = keeping;

        var answer = await Put(ResultPath, Result(result => result["score"] = sent));

        Assert.Equal((201, 0), ((int)answer.StatusCode, (await answer.Content.ReadAsByteArrayAsync(Stop)).Length));
        Assert.Equal(kept, Campus.FindResult("sm-4711-LifeFactors")?.Content.GetProperty("score").GetDecimal());
    }

    [Fact]
    public async Task A_closed_gradebook_takes_a_change_and_keeps_what_stands()
    {
        await Put(LineItemPath, LineItem());
        await Put(ResultPath, Result());
        Campus.Keeping = new OneRosterKeeping { IsClosed = true };

        var answer = await Put(ResultPath, Result(result => result["score"] = 90));

        Assert.Equal(201, (int)answer.StatusCode);
        Assert.Equal(58m, Assert.Single(Campus.SeenByTeacher()).Score);
    }

    [Fact]
    public async Task A_teacher_sees_nothing_of_what_is_to_be_deleted()
    {
        await Put(LineItemPath, LineItem());
        await Put(ResultPath, Result());
        Assert.Equal(("S77", 100m), Assert.Single(Campus.SeenByTeacher()) is var grade ? (grade.Student.Identifier, grade.Maximum) : default);

        Campus.SetLineItem("sm-LifeFactors", status: "tobedeleted");
        Assert.Equal(201, (int)(await Put(ResultPath, Result())).StatusCode);
        Assert.Empty(Campus.SeenByTeacher());

        Campus.SetLineItem("sm-LifeFactors");
        Campus.ReplaceUser(Campus.Users[0] with { Status = "tobedeleted" });
        Assert.Empty(Campus.SeenByTeacher());
    }

    [Fact]
    public async Task Results_are_listed_by_line_item_in_pages()
    {
        await Put(LineItemPath, LineItem());
        for (var i = 0; i < 3; i++)
        {
            await Put(
                $"{Gradebook}assessmentResults/r{i}",
                Result(result => result["sourcedId"] = $"r{i}"));
        }

        var filter = Uri.EscapeDataString("assessmentLineItem.sourcedId='sm-LifeFactors'");
        var page = await Client.GetAsync($"{Gradebook}assessmentResults?filter={filter}&limit=2&offset=2", Stop);
        var other = await Client.GetAsync($"{Gradebook}assessmentResults?filter={filter.Replace("Life", "Love", StringComparison.Ordinal)}", Stop);

        Assert.Equal(["r2"], (await Read(page))["assessmentResults"]!.AsArray().Select(each => $"{each!["sourcedId"]}"));
        Assert.Equal(["3"], page.Headers.GetValues("X-Total-Count"));
        Assert.Empty((await Read(other))["assessmentResults"]!.AsArray());
    }
}
