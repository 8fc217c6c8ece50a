namespace SmarterMeasure.Connector.Hosting.Output;

/// <summary>What naming a student's account came to.</summary>
/// <param name="Id">The delivery's id.</param>
/// <param name="Account">The account.</param>
/// <param name="Due">How many deliveries became due; null when there is no such delivery, or its student was erased.</param>
internal sealed record MapReport(long Id, string Account, int? Due);
