namespace FakeCampus.VendorApi;

/// <summary>The group under which a registration was made. The webhooks never tell it.</summary>
/// <param name="AdminGroupId">The administrative group's number, as text.</param>
/// <param name="AdminGroupName">Its name.</param>
/// <param name="TestTakerGroupId">The test taker group's number, as text; what creates a user as <c>GroupKey</c>.</param>
/// <param name="TestTakerGroupName">Its name.</param>
/// <param name="AssessmentKey">The key that only the list of users shows; not a number.</param>
/// <param name="AdministrativeGroupKey">An upper-case GUID.</param>
public sealed record VendorGroup(
    string AdminGroupId,
    string AdminGroupName,
    string TestTakerGroupId,
    string TestTakerGroupName,
    string AssessmentKey,
    string AdministrativeGroupKey)
{
    /// <summary>The groups of a campus that names none; students are dealt to them by their number.</summary>
    public static IReadOnlyList<VendorGroup> Defaults { get; } =
    [
        new("7301", "First-Year Fiction", "88120", "Seminar Mornings", "fc-seminar-am", "5A0E3C7B-91D2-4F66-8E14-2B7D90C3A5F1"),
        new("7301", "First-Year Fiction", "88121", "Seminar Evenings", "fc-seminar-pm", "5A0E3C7B-91D2-4F66-8E14-2B7D90C3A5F1"),
        new("7302", "Distance Fables", "88240", "Online Orientation", "fc-orientation", "C27F41D8-06B9-4A3E-B5C0-7E19F8D264AB"),
    ];

    /// <summary>The login that the filter <c>AdminGroupUserName</c> asks for.</summary>
    public string AdminGroupUserName { get; init; } = $"admin{AdminGroupId}";

    /// <summary>The login that the filter <c>TestingGroupUserName</c> asks for.</summary>
    public string TestingGroupUserName { get; init; } = $"takers{TestTakerGroupId}";
}
