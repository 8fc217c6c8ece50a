using System.Text.Json;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

/// <summary>A user's own interface, which takes a result with a PUT.</summary>
public sealed class RestConformance() : TargetConformance(new Registrar())
{
    private sealed class Registrar : School
    {
        private readonly RegistrarSchool _stub;

        public Registrar() => _stub = new RegistrarSchool(Clock);

        public override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
        {
            ["Type"] = "Registrar",
            ["Concurrency"] = $"{Concurrency}",
            ["BaseUrl"] = _stub.BaseUrl.ToString(),
            ["TokenUrl"] = _stub.TokenUrl,
            ["ClientId"] = _stub.Tokens.ClientId,
            ["ClientSecret"] = _stub.Tokens.ClientSecret,
        };

        public override IFaults Faults => new StubFaultPlan(_stub);

        public override IReadOnlyList<string> Violations => [.. _stub.Violations.All.Select(each => $"{each.Key} {each.Value}")];

        public override long RequestCount => _stub.RequestCount;

        public override Task StartAsync(CancellationToken cancel) => _stub.StartAsync(cancel);

        // It takes whatever id the school has.
        public override void Enrol(string internalId, string email)
        {
        }

        public override IEnumerable<(string Student, string Section, decimal Score)> Results() =>
            from put in _stub.Stored
            let parts = put.Split(' ', 3)
            group parts[2] by parts[1] into puts
            let path = puts.Key.Split('/')
            select (path[2], path[3], JsonElement.Parse(puts.Last()).GetProperty("Percent").GetDecimal());

        public override ValueTask DisposeAsync() => _stub.DisposeAsync();
    }
}
