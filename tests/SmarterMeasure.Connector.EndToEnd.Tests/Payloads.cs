using FakeCampus.Vendor;

namespace SmarterMeasure.Connector.EndToEnd.Tests;

/// <summary>Vendor-shaped bodies of one invented student's assessment.</summary>
internal static class Payloads
{
    public static Student Student { get; } = StudentRoster.Invent(1, seed: 3)[0];

    public static AssessmentScript Script { get; } = AssessmentScript.For(Student, seed: 5);

    public static byte[] Json(string name) => VendorJson.Write(First(name));

    public static byte[] Xml(string name) => VendorXml.Write(First(name));

    public static AssessmentEvent First(string name) => Script.Events.First(one => one.Event == name);
}
