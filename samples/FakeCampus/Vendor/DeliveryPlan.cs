namespace FakeCampus.Vendor;

/// <summary>Lays out what is sent, and in which order.</summary>
internal static class DeliveryPlan
{
    public static IReadOnlyList<WebhookRequest> Make(IReadOnlyCollection<AssessmentScript> scripts, VendorOptions options)
    {
        var requests = scripts
            .SelectMany(script => script.Events)
            .SelectMany(e => Enumerable.Repeat(Proper(e, options), options.Copies))
            .ToList();

        var random = new Random(options.ShuffleSeed ?? 0);
        if (options.ShuffleSeed is not null)
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(requests));

        var students = scripts.Select(script => script.Student).ToList();
        foreach (var kind in options.BadEvents)
        {
            var student = students.Count > 0 ? students[random.Next(students.Count)] : StudentRoster.Invent(1, 1)[0];
            var (forged, body, format) = BadEvents.Make(kind, student, random, options.FormatOf);
            requests.Insert(
                random.Next(requests.Count + 1), new WebhookRequest(forged, body, format, kind, options));
        }

        return requests;
    }

    private static WebhookRequest Proper(AssessmentEvent e, VendorOptions options)
    {
        var format = options.FormatOf(e.Event);
        var body = format == BodyFormat.Json ? VendorJson.Write(e) : VendorXml.Write(e);
        return new WebhookRequest(e, body, format, Bad: null, options);
    }
}
