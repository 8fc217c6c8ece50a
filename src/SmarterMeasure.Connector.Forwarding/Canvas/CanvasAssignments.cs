using System.Collections.Concurrent;
using System.Globalization;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>
/// Finds assignments by their names, and makes those that are missing if it is asked to. Canvas lets two have one name, so one is
/// made only under a claim, and only after a look that no other node can have overtaken. Safe for use from many threads.
/// </summary>
#pragma warning disable CA1001 // The semaphore is not disposed: it holds nothing but memory, and a caller may still wait for it.
internal sealed class CanvasAssignments(CanvasSettings settings, ICanvasApi api, CanvasAnswers answers, ProvisionClaims claims)
#pragma warning restore CA1001
{
    /// <summary>Stands for the number of an assignment that a trial did not make.</summary>
    private const string Unmade = "new";

    private readonly CanvasSearch _search = new(answers, settings.BaseUrl);
    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The number of an assignment.</summary>
    /// <param name="configured">Its number or its name.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<TargetLookup> FindAsync(string configured, CancellationToken cancel)
    {
        if (CanvasPath.IsNumber(configured))
            return TargetLookup.Found(configured);
        if (_known.TryGetValue(configured, out var known))
            return TargetLookup.Found(known);

        await _turn.WaitAsync(cancel);
        try
        {
            return _known.TryGetValue(configured, out known)
                ? TargetLookup.Found(known)
                : await LookAsync(configured, cancel) ?? await ProvisionAsync(configured, cancel);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Forgets the number of an assignment that turned out to be gone.</summary>
    public void Forget(string configured) => _known.TryRemove(configured, out _);

    // Of several of one name, none is taken for ours.
    private async Task<TargetLookup?> LookAsync(string name, CancellationToken cancel)
    {
        var hits = await _search.FindAsync(
            CanvasCalls.Assignments,
            page => page is null
                ? api.SearchAssignmentsAsync(settings.Course, name, cancel)
                : api.GetAssignmentsPageAsync(page, cancel),
            one => one.Name == name,
            one => one.Id);
        if (hits.Failure is { } failure)
            return TargetLookup.Failed(failure);
        if (hits.AreSeveral)
            return TargetLookup.Failed(DeliveryOutcome.Dead("canvas_assignment_ambiguous"));

        return hits.Only is { } only ? Known(name, only.Id) : null;
    }

    private async Task<TargetLookup> ProvisionAsync(string name, CancellationToken cancel)
    {
        if (!settings.Provision)
            return TargetLookup.Failed(DeliveryOutcome.Dead("canvas_no_assignment"));
        if (RequestRecording.Current?.IsTrial == true)
            return await CreateAsync(name, cancel);

        var claim = await claims.TakeAsync(name, cancel);
        if (claim.Refusal is { } refusal)
            return TargetLookup.Failed(refusal);

        // Another node may have made it between the first look and the claim.
        var seen = await LookAsync(name, cancel);
        var made = seen ?? await CreateAsync(name, cancel);

        // Where the answer to the creation was lost, it may still take effect: the claim stays until it must be there to be seen.
        if (made.Failure is { } failure && (seen is not null || !failure.IsAmbiguous))
            await claims.ReleaseAsync(claim);
        return made;
    }

    private async Task<TargetLookup> CreateAsync(string name, CancellationToken cancel)
    {
        using var answer = await api.CreateAssignmentAsync(
            settings.Course, new NewAssignmentBody(new NewAssignment { Name = name }), cancel);
        if (answers.FailureOf(answer, CanvasCalls.Provision) is { } failure)
            return failure.State == DeliveryState.Delivered ? TargetLookup.Found(Unmade) : TargetLookup.Failed(failure);

        return Known(name, answer.Content!.Id);
    }

    private TargetLookup Known(string name, long id) =>
        TargetLookup.Found(_known[name] = id.ToString(CultureInfo.InvariantCulture));
}
