using System.Globalization;
using SmarterMeasure.Connector.Forwarding.Answers;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>Knows which account of Canvas the token belongs to: grades of others are not ours. Safe for use from many threads.</summary>
internal sealed class CanvasGrader(ICanvasApi api, CanvasAnswers answers, TimeProvider clock)
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromHours(1);

    private volatile Known? _known;

    /// <summary>The account's number; read once an hour, because a token may be replaced by another account's.</summary>
    public async Task<TargetLookup> FindAsync(CancellationToken cancel)
    {
        if (_known is { } known && clock.GetElapsedTime(known.ReadAt) < GoodFor)
            return TargetLookup.Found(known.Number);

        using var answer = await api.GetProfileAsync("self", cancel);
        if (answers.FailureOf(answer, CanvasCalls.Self) is { } failure)
            return TargetLookup.Failed(failure);

        var number = answer.Content!.Id.ToString(CultureInfo.InvariantCulture);
        _known = new Known(number, clock.GetTimestamp());
        return TargetLookup.Found(number);
    }

    private sealed record Known(string Number, long ReadAt);
}
