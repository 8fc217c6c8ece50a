using System.Text;
using CsCheck;

namespace SmarterMeasure.Connector.Codecs.Tests.Payloads;

/// <summary>Random values of the payload types, of all that both formats can say alike.</summary>
internal static class RandomPayloads
{
    // XML trims an element's text and knows no control characters; both ends are letters for that, and no text is empty,
    // because in a nullable member the empty text means null.
    private static readonly Gen<string> Text = Gen.Select(
        Gen.Char['a', 'z'],
        Gen.Frequency(
            (12, Gen.Int['a', 'z']),
            (3, Gen.OneOf<int>('"', '\\', '/', '<', '>', '&', ']', '[', '\'', ' ', '{', '}', ':', ',')),
            (1, Gen.OneOf<int>('\t', '\n', '\r')),
            (1, Gen.Int[0x80, 0x7FF]),
            (1, Gen.Int[0x800, 0xFFFD]),
            (1, Gen.Int[0x10000, 0x10FFFF])).Array[0, 40],
        Gen.Char['a', 'z'],
        static (first, middle, last) =>
        {
            var text = new StringBuilder().Append(first);
            foreach (var value in middle.Where(Rune.IsValid))
                text.Append(new Rune(value));
            return text.Append(last).ToString();
        });

    private static readonly Gen<string> Known = Gen.OneOf(
        Gen.OneOf<string>("possible", "earned", "calculated-percentage", "points", "percentage", "place", "LifeFactors", "pass", "12", "0", "299", "007"),
        Text);

    private static readonly Gen<decimal> Amount = Gen.OneOf(
        Gen.Int[0, 150].Select(static value => (decimal)value),
        Gen.Select(Gen.Int[-100_000, 100_000], Gen.Int[0, 6], static (value, scale) => new decimal(Math.Abs(value), 0, 0, value < 0, (byte)scale)),
        Gen.Decimal);

    private static readonly Gen<DateTimeOffset> Time = Gen.Select(
        Gen.Long[new DateTime(1, 1, 3).Ticks, new DateTime(9999, 12, 29).Ticks],
        Gen.Int[-840, 840],
        Gen.Bool,
        static (ticks, offset, isWhole) => new DateTimeOffset(
            isWhole ? ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond : ticks, TimeSpan.FromMinutes(isWhole ? 0 : offset)));

    private static readonly Gen<CallbackUser> User = Gen.Select(
        Known, OrNull(Text), OrNull(Text), OrNull(Text), Gen.Select(OrNull(Text), Amount.Nullable(), Time.Nullable(), Time.Nullable()),
        static (id, internalId, first, last, rest) => new CallbackUser
        {
            UserId = id,
            InternalId = internalId,
            FirstName = first,
            LastName = last,
            Email = rest.Item1,
            CompletionPercentage = rest.Item2,
            DateCreated = rest.Item3,
            DateUpdated = rest.Item4,
        });

    private static readonly Gen<RestApiUris?> Uris = Gen.Select(Known, OrNull(Text), OrNull(Text), Gen.Bool, static (version, user, link, isThere) =>
        isThere ? new RestApiUris { Version = version, User = user, ReportLink = link } : null);

    private static readonly Gen<Score> Score = Gen.Select(Known, OrNull(Known), Amount.Nullable(),
        static (type, units, value) => new Score { Type = type, Units = units, Value = value });

    private static readonly Gen<SectionResults?> Results = Gen.Select(
        Known,
        Score.List[0, 4],
        Gen.Select(Known, Score.List[0, 4], static (code, scores) => new Subscale { Code = code, Scores = scores }).List[0, 5],
        Gen.Frequency((1, Gen.Const(false)), (5, Gen.Const(true))),
        static (readiness, scores, subscales, isThere) =>
            isThere ? new SectionResults { Readiness = readiness, Scores = scores, Subscales = subscales } : null);

    private static readonly Gen<Branch> Branches = Gen.Recursive<Branch>(static (depth, branch) => Gen.Select(
        Text, depth > 3 ? Gen.Const(static () => new List<Branch>()) : branch.List[0, 3],
        static (code, branches) => new Branch { Code = code, Branches = branches }));

    public static readonly Gen<AssessmentCreated> Created = Gen.Select(Known, User, Uris, static (id, user, uris) =>
        new AssessmentCreated { CallbackId = id, CallbackEvent = SmarterMeasureEvents.Created, User = user, RestApiUris = uris });

    public static readonly Gen<AssessmentCompleted> Completed = Gen.Select(Known, User, Uris, static (id, user, uris) =>
        new AssessmentCompleted { CallbackId = id, CallbackEvent = SmarterMeasureEvents.Completed, User = user, RestApiUris = uris });

    public static readonly Gen<AssessmentStopped> Stopped = Gen.Select(Known, User, Uris, static (id, user, uris) =>
        new AssessmentStopped { CallbackId = id, CallbackEvent = SmarterMeasureEvents.Stopped, User = user, RestApiUris = uris });

    public static readonly Gen<SectionStart> Start = Gen.Select(Known, User, Uris, Known, static (id, user, uris, code) =>
        new SectionStart
        {
            CallbackId = id,
            CallbackEvent = SmarterMeasureEvents.SectionStart,
            User = user,
            Section = new StartedSection { Code = code },
            RestApiUris = uris,
        });

    public static readonly Gen<SectionComplete> Complete = Gen.Select(
        Known, User, Uris, Gen.Select(Known, Gen.Bool.Nullable(), Time.Nullable(), Results),
        static (id, user, uris, section) => new SectionComplete
        {
            CallbackId = id,
            CallbackEvent = SmarterMeasureEvents.SectionComplete,
            User = user,
            Section = new CompletedSection { Code = section.Item1, Completed = section.Item2, DateScored = section.Item3, Results = section.Item4 },
            RestApiUris = uris,
        });

    public static readonly Gen<Slim> Slim = Gen.Select(
        Known, Known, OrNull(Gen.Select(Known, Amount.Nullable(), static (id, percentage) => new SlimUser(id, percentage))),
        static (id, code, user) => new Slim(id, new SlimSection(code), user));

    private static readonly Gen<Price> Prices = Gen.Select(Amount, Text, static (amount, currency) => new Price(amount, currency));

    private static readonly Gen<Inventory> Scalars = Gen.Select(
        Gen.Select(Text, OrNull(Text), Gen.Bool, Gen.Bool.Nullable()),
        Gen.Select(Gen.Byte, Gen.SByte, Gen.Short, Gen.UShort, Gen.Int),
        Gen.Select(Gen.UInt, Gen.Long, Gen.ULong, Gen.Float.Where(float.IsFinite), Gen.Double.Where(double.IsFinite)),
        Gen.Select(Amount, Amount.Nullable(), Time, Time.Nullable(), Time),
        Gen.Select(Gen.Int[0, DateOnly.MaxValue.DayNumber], Gen.Guid, Gen.Int[0, 1000].Nullable(), Gen.Enum<Rank>(), Gen.Enum<Rank>().Nullable()),
        static (texts, small, large, exact, other) => new Inventory
        {
            CallbackId = "7b04d1c96ae84f5e9d02c3f8b1a6570e",
            Text = texts.Item1,
            Note = texts.Item2,
            Flag = texts.Item3,
            Maybe = texts.Item4,
            Tiny = small.Item1,
            Signed = small.Item2,
            Small = small.Item3,
            Port = small.Item4,
            Count = small.Item5,
            Mask = large.Item1,
            Big = large.Item2,
            Huge = large.Item3,
            Ratio = large.Item4,
            Measure = large.Item5,
            Amount = exact.Item1,
            Refund = exact.Item2,
            At = exact.Item3,
            Until = exact.Item4,
            Moment = exact.Item5.UtcDateTime,
            Day = DateOnly.FromDayNumber(other.Item1),
            Key = other.Item2,
            Link = other.Item3 is { } page ? new Uri($"/users?page={page}&size=2", UriKind.Relative) : null,
            Rank = other.Item4,
            NextRank = other.Item5,
        });

    public static readonly Gen<Inventory> Inventory = Gen.Select(
        Scalars,
        Gen.Select(Prices, Prices.Nullable(), OrNull(Branches)),
        Gen.Select(Text.Array[0, 4], Gen.Int.Nullable().List[0, 4], Branches.List[0, 2], Amount.Array[0, 4]),
        Gen.Int.Array[0, 3].List[0, 3],
        Gen.Select(Gen.String[Gen.Char['a', 'z'], 1, 8], Text).Array[0, 4],
        static (inventory, parts, lists, grid, labels) => inventory with
        {
            Price = parts.Item1,
            Discount = parts.Item2,
            Tree = parts.Item3,
            Names = lists.Item1,
            Gaps = lists.Item2,
            Branches = lists.Item3,
            Marks = [.. lists.Item4],
            Grid = grid,
            Labels = labels.DistinctBy(static label => label.Item1).ToDictionary(static label => label.Item1, static label => label.Item2),
        });

    private static Gen<T?> OrNull<T>(Gen<T> gen)
        where T : class => Gen.Frequency((1, Gen.Const((T?)null)), (3, gen.Select(static value => (T?)value)));
}
