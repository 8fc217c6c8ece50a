using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Receiving;

namespace SmarterMeasure.Connector.Tests.Receiving;

public sealed class VerificationKeyRingTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly VerificationKey First = new("first", "3c59dc048e8850243be8079a5c74d079", null, null);
    private static readonly VerificationKey Second = new("second", "b6d767d2f8ed5d21a44b0e5886680cb9", null, null);

    [Fact]
    public void Every_key_of_the_ring_is_accepted()
    {
        var ring = new VerificationKeyRing([First, Second]);

        Assert.Equal(KeyVerdict.Accepted, ring.Judge(First.Key, Now));
        Assert.Equal(KeyVerdict.Accepted, ring.Judge(Second.Key, Now));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("3c59dc048e8850243be8079a5c74d07")]
    [InlineData("3c59dc048e8850243be8079a5c74d0799")]
    [InlineData("3C59DC048E8850243BE8079A5C74D079")]
    [InlineData("3c59dc048e8850243be8079a5c74d079b6d767d2f8ed5d21a44b0e5886680cb9")]
    public void Anything_else_is_rejected(string? presented) =>
        Assert.Equal(KeyVerdict.Rejected, new VerificationKeyRing([First, Second]).Judge(presented, Now));

    [Fact]
    public void An_empty_ring_and_an_empty_key_let_nobody_in()
    {
        Assert.Equal(KeyVerdict.Rejected, new VerificationKeyRing([]).Judge("", Now));
        Assert.Equal(KeyVerdict.Rejected, new VerificationKeyRing([First with { Key = "" }]).Judge("", Now));
        Assert.Equal(KeyVerdict.Rejected, new VerificationKeyRing([First with { Key = "" }]).Judge((string?)null, Now));
    }

    [Theory]
    [InlineData(-1, KeyVerdict.Rejected)]
    [InlineData(0, KeyVerdict.Accepted)]
    [InlineData(59, KeyVerdict.Accepted)]
    [InlineData(60, KeyVerdict.Rejected)]
    public void A_key_counts_from_its_first_moment_and_not_in_its_last(int minutes, KeyVerdict expected)
    {
        var ring = new VerificationKeyRing([First with { NotBefore = Now, NotAfter = Now.AddHours(1) }]);

        Assert.Equal(expected, ring.Judge(First.Key, Now.AddMinutes(minutes)));
    }

    [Fact]
    public void The_same_key_listed_twice_counts_in_either_window()
    {
        var ring = new VerificationKeyRing(
            [First with { NotAfter = Now }, First with { Name = "again", NotBefore = Now.AddDays(1) }]);

        Assert.Equal(KeyVerdict.Accepted, ring.Judge(First.Key, Now.AddMinutes(-1)));
        Assert.Equal(KeyVerdict.Rejected, ring.Judge(First.Key, Now));
        Assert.Equal(KeyVerdict.Accepted, ring.Judge(First.Key, Now.AddDays(1)));
    }

    [Theory]
    [InlineData("{VerificationKey}")]
    [InlineData("{verificationkey}")]
    [InlineData("%7BVerificationKey%7D")]
    [InlineData(" {VerificationKey} ")]
    public void The_vendors_placeholder_is_told_apart(string presented) =>
        Assert.Equal(KeyVerdict.UnreplacedToken, new VerificationKeyRing([First]).Judge(presented, Now));

    [Theory]
    [InlineData(KeyVerdict.Accepted, "3c59dc048e8850243be8079a5c74d079", "wrong")]
    [InlineData(KeyVerdict.Accepted, "wrong", "", "wrong", "3c59dc048e8850243be8079a5c74d079")]
    [InlineData(KeyVerdict.Accepted, "3c59dc048e8850243be8079a5c74d079", "3c59dc048e8850243be8079a5c74d079")]
    [InlineData(KeyVerdict.Accepted, "3c59dc048e8850243be8079a5c74d079", "{VerificationKey}")]
    [InlineData(KeyVerdict.UnreplacedToken, "wrong", "{VerificationKey}")]
    [InlineData(KeyVerdict.UnreplacedToken, "{VerificationKey}", "wrong")]
    [InlineData(KeyVerdict.Rejected, "wrong", "wrong")]
    [InlineData(KeyVerdict.Rejected, "")]
    [InlineData(KeyVerdict.Rejected)]
    public void Of_several_keys_the_best_one_counts(KeyVerdict expected, params string[] presented) =>
        Assert.Equal(expected, new VerificationKeyRing([First]).Judge(presented, Now));

    [Fact]
    public void A_key_does_not_show_in_its_text() => Assert.DoesNotContain(First.Key, First.ToString());
}
