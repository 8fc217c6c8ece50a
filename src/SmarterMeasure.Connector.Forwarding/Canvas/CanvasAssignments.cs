using System.Collections.Concurrent;
using System.Net;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>What looking for an assignment came to: exactly one of them, or all null where it is still to be made.</summary>
/// <param name="Assignment">The assignment.</param>
/// <param name="Unfit">Why it cannot take results, for a person to mend.</param>
/// <param name="Failure">Why nobody could look.</param>
internal readonly record struct AssignmentLookup(
    CanvasAssignment? Assignment = null, Unfitness? Unfit = null, DeliveryOutcome? Failure = null)
{
    /// <summary>What a delivery comes to without an assignment.</summary>
    public DeliveryOutcome Outcome => Unfit?.Outcome ?? Failure!;
}

/// <summary>
/// Knows the assignments by number or name, as they were within the last hour, and makes those that are missing if it is asked to.
/// Canvas lets two have one name, so one is made only under a claim, and only after a look that no other node can have overtaken.
/// Safe for use from many threads.
/// </summary>
#pragma warning disable CA1001 // The semaphore is not disposed: it holds nothing but memory, and a caller may still wait for it.
internal sealed class CanvasAssignments(
    CanvasSettings settings, ICanvasApi api, CanvasAnswers answers, ProvisionClaims claims, TimeProvider clock)
#pragma warning restore CA1001
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromHours(1);

    private static readonly Unfitness Missing = new(
        "assignment_missing", "Put the assignment back, or configure the number in its page's address, or its exact name, in this course.");

    private static readonly Unfitness Ambiguous = new(
        "assignment_ambiguous", "Several assignments have this name: rename the others, or configure the number of the one that is meant.");

    private readonly CanvasSearch _search = new(answers, settings.BaseUrl);
    private readonly ConcurrentDictionary<string, (CanvasAssignment Assignment, long ReadAt)> _known = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The assignment as it is known.</summary>
    /// <param name="configured">Its number or its name.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<AssignmentLookup> FindAsync(string configured, CancellationToken cancel) =>
        Known(configured) ?? await InTurnAsync(
            async () => Known(configured) ?? await SeeAsync(configured, cancel) ?? await ProvisionAsync(configured, cancel), cancel);

    /// <summary>The assignment as it is known; nothing is made.</summary>
    public async Task<AssignmentLookup> LookUpAsync(string configured, CancellationToken cancel) =>
        Known(configured) ?? await ReadAsync(configured, cancel);

    /// <summary>The assignment as it is now; nothing is made.</summary>
    public Task<AssignmentLookup> ReadAsync(string configured, CancellationToken cancel) => InTurnAsync(
        async () =>
        {
            _known.TryRemove(configured, out _);
            return await SeeAsync(configured, cancel) ?? (settings.Provision ? default : new AssignmentLookup(Unfit: Missing));
        },
        cancel);

    /// <summary>Forgets an assignment that is unfit: somebody is about to mend it.</summary>
    public void Forget(string configured) => _known.TryRemove(configured, out _);

    private async Task<AssignmentLookup> InTurnAsync(Func<Task<AssignmentLookup>> look, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            return await look();
        }
        finally
        {
            _turn.Release();
        }
    }

    private AssignmentLookup? Known(string configured) =>
        _known.TryGetValue(configured, out var known) && clock.GetElapsedTime(known.ReadAt) < GoodFor
            ? new AssignmentLookup(known.Assignment)
            : null;

    // Null when there is none of that name.
    private Task<AssignmentLookup?> SeeAsync(string configured, CancellationToken cancel) =>
        CanvasPath.IsNumber(configured) ? SeeNumberAsync(configured, cancel) : SeeNameAsync(configured, cancel);

    private async Task<AssignmentLookup?> SeeNumberAsync(string number, CancellationToken cancel)
    {
        using var answer = await api.GetAssignmentAsync(settings.Course, number, cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return new AssignmentLookup(Unfit: Missing);

        return answers.FailureOf(answer, CanvasCalls.Assignments) is { } failure
            ? new AssignmentLookup(Failure: failure)
            : Keep(number, answer.Content!);
    }

    // Of several of one name, none is taken for ours.
    private async Task<AssignmentLookup?> SeeNameAsync(string name, CancellationToken cancel)
    {
        var hits = await _search.FindAsync(
            CanvasCalls.Assignments,
            page => page is null
                ? api.SearchAssignmentsAsync(settings.Course, name, cancel)
                : api.GetAssignmentsPageAsync(page, cancel),
            one => one.Name == name,
            one => one.Id);
        if (hits.Failure is { } failure)
            return new AssignmentLookup(Failure: failure);
        if (hits.AreSeveral)
            return new AssignmentLookup(Unfit: Ambiguous);

        return hits.Only is { } only ? Keep(name, only) : null;
    }

    private async Task<AssignmentLookup> ProvisionAsync(string name, CancellationToken cancel)
    {
        if (!settings.Provision)
            return new AssignmentLookup(Unfit: Missing);
        if (RequestRecording.Current?.IsTrial == true)
            return await CreateAsync(name, cancel);

        var claim = await claims.TakeAsync(name, cancel);
        if (claim.Refusal is { } refusal)
            return new AssignmentLookup(Failure: refusal);

        // Another node may have made it between the first look and the claim.
        var seen = await SeeNameAsync(name, cancel);
        var made = seen ?? await CreateAsync(name, cancel);

        // Where the answer to the creation was lost, it may still take effect: the claim stays until it must be there to be seen.
        if (made.Assignment is null && (seen is not null || made.Failure is not { IsAmbiguous: true }))
            await claims.ReleaseAsync(claim);
        return made;
    }

    private async Task<AssignmentLookup> CreateAsync(string name, CancellationToken cancel)
    {
        var ours = new NewAssignment { Name = name };
        using var answer = await api.CreateAssignmentAsync(settings.Course, new NewAssignmentBody(ours), cancel);
        if (answers.FailureOf(answer, CanvasCalls.Provision) is not { } failure)
            return Keep(name, answer.Content!);

        return failure.State == DeliveryState.Delivered
            ? new AssignmentLookup(new CanvasAssignment
            {
                Id = 0, Name = name, PointsPossible = ours.PointsPossible, GradingType = ours.GradingType,
            })
            : new AssignmentLookup(Failure: failure);
    }

    private AssignmentLookup Keep(string configured, CanvasAssignment assignment)
    {
        _known[configured] = (assignment, clock.GetTimestamp());
        return new AssignmentLookup(assignment);
    }
}
