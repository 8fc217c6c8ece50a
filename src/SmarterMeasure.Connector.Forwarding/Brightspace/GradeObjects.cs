using System.Collections.Concurrent;
using System.Globalization;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Brightspace;

/// <summary>
/// Finds grade objects by their names, and makes those that are missing if it is asked to. One at a time, and only after a look:
/// a name that is there is never made again. Safe for use from many threads.
/// </summary>
#pragma warning disable CA1001 // The semaphore is not disposed: it holds nothing but memory, and a caller may still wait for it.
internal sealed class GradeObjects(BrightspaceSettings settings, IBrightspaceApi api, AnswerReading answers)
#pragma warning restore CA1001
{
    /// <summary>Stands for the number of a grade object that a trial did not make.</summary>
    public const string Unmade = "new";

    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The number of a grade object.</summary>
    /// <param name="configured">Its number or its name.</param>
    /// <param name="template">How to make it.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<TargetLookup> FindAsync(string configured, NewGradeObject template, CancellationToken cancel)
    {
        if (BrightspaceSettings.IsNumber(configured))
            return TargetLookup.Found(configured);
        if (_known.TryGetValue(configured, out var known))
            return TargetLookup.Found(known);

        await _turn.WaitAsync(cancel);
        try
        {
            return await LookAsync(configured, cancel) is { } found ? found : await CreateAsync(configured, template, cancel);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Forgets the number of a grade object that turned out to be gone.</summary>
    public void Forget(string configured) => _known.TryRemove(configured, out _);

    private async Task<TargetLookup?> LookAsync(string name, CancellationToken cancel)
    {
        using var answer = await api.GetGradeObjectsAsync(settings.LeVersion, settings.OrgUnit, cancel);
        if (answers.FailureOf(answer, "brightspace_grade_objects") is { } failure)
            return TargetLookup.Failed(failure);

        foreach (var one in answer.Content!.Where(one => one.Name is not null))
            _known[one.Name!] = one.Id.ToString(CultureInfo.InvariantCulture);
        if (_known.TryGetValue(name, out var id))
            return TargetLookup.Found(id);

        return settings.Provision ? null : TargetLookup.Failed(DeliveryOutcome.Dead("brightspace_no_grade_object"));
    }

    private async Task<TargetLookup> CreateAsync(string name, NewGradeObject template, CancellationToken cancel)
    {
        using var answer = await api.CreateGradeObjectAsync(
            settings.LeVersion, settings.OrgUnit, template with { Name = name }, cancel);
        if (answers.FailureOf(answer, "brightspace_provision") is { } failure)
        {
            if (failure.State == DeliveryState.Delivered)
                return TargetLookup.Found(Unmade);

            // Another node may have made it after the look.
            return failure.State == DeliveryState.Dead && await LookAsync(name, cancel) is { Id: not null } found
                ? found
                : TargetLookup.Failed(failure);
        }

        return TargetLookup.Found(_known[name] = answer.Content!.Id.ToString(CultureInfo.InvariantCulture));
    }
}
