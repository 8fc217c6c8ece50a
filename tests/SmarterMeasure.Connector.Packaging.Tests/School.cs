using System.Diagnostics;

namespace SmarterMeasure.Connector.Packaging.Tests;

/// <summary>A fresh project outside the repository with one package of ours, as a school would make it.</summary>
internal sealed class School : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smc-school-");

    private School() => Folder = _folder.CreateSubdirectory("School").FullName;

    public string Folder { get; }

    /// <summary>Beside the project: inside, a later build would take the output for content.</summary>
    public string PublishFolder => Path.Combine(_folder.FullName, "published");

    /// <summary>The program and the handlers are those of samples/QuickStart.</summary>
    public static async Task<School> FoundAsync(PackedRepository packed)
    {
        var school = new School();
        await school.WriteAsync("School.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <PublishAot>true</PublishAot>
                <TrimmerSingleWarn>false</TrimmerSingleWarn>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="SmarterMeasure.Connector.Hosting" Version="{packed.Version}" />
              </ItemGroup>
            </Project>
            """);

        // Ours come from the folder and are unpacked into another that goes with the project;
        // everything else comes from where it always does.
        await school.WriteAsync("NuGet.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><add key="packed" value="{packed.Source}" /></packageSources>
              <fallbackPackageFolders><add key="machine" value="{await MachinePackagesAsync(packed)}" /></fallbackPackageFolders>
            </configuration>
            """);
        foreach (var name in new[] { "Program.cs", "ReadinessHandlers.cs", "appsettings.json" })
            File.Copy(Path.Combine(packed.RepositoryPath, "samples", "QuickStart", name), Path.Combine(school.Folder, name));
        return school;
    }

    /// <summary>Starts the published binary.</summary>
    public Process Start(string key, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(PublishFolder, "School"), arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SmarterMeasure__VerificationKeys__0__Key"] = key;
        return Process.Start(start)!;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task WriteAsync(string name, string content) =>
        File.WriteAllTextAsync(Path.Combine(Folder, name), content, TestContext.Current.CancellationToken);

    private static async Task<string> MachinePackagesAsync(PackedRepository packed)
    {
        var output = await Dotnet.SucceedAsync(packed.RepositoryPath, "nuget", "locals", "global-packages", "--list");
        return output.Split("global-packages: ")[1].Trim();
    }
}
