using System.Text.Json;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

public sealed class RestTruth() : TruthConformance(static () => new RestConformance.Registrar());

/// <summary>A user's own interface, which takes a result with a PUT.</summary>
public sealed class RestConformance() : TargetConformance(new Registrar())
{
    internal sealed class Registrar : StubSchool<RegistrarSchool>
    {
        public Registrar()
            : base(clock => new RegistrarSchool(clock))
        {
        }

        public override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
        {
            ["Type"] = "Registrar",
            ["Concurrency"] = $"{Concurrency}",
            ["BaseUrl"] = Stub.BaseUrl.ToString(),
            ["TokenUrl"] = Stub.TokenUrl,
            ["ClientId"] = Stub.Tokens.ClientId,
            ["ClientSecret"] = Stub.Tokens.ClientSecret,
        };

        // It takes whatever id the school has.
        public override void Enrol(string internalId, string email)
        {
        }

        public override IEnumerable<(string Student, string Section, decimal Score)> Results() =>
            from put in Stub.Stored
            let parts = put.Split(' ', 3)
            group parts[2] by parts[1] into puts
            let path = puts.Key.Split('/')
            select (path[2], path[3], JsonElement.Parse(puts.Last()).GetProperty("Percent").GetDecimal());
    }
}
