using CsCheck;

namespace SmarterMeasure.Connector.Codecs.Tests;

/// <summary>The same random values in every run, so that a failure is one that everybody sees.</summary>
internal static class Samples
{
    private const ulong Seed = 20_260_302;

    /// <summary>Checks values one after another; a failure names its number, from which value and shape follow.</summary>
    public static void Check<T>(this Gen<T> gen, int count, Action<T, int> check)
    {
        for (var number = 0; number < count; number++)
        {
            var value = gen.Number(number);
            try
            {
                check(value, number);
            }
            catch (Exception fault)
            {
                throw new Xunit.Sdk.XunitException($"Sample {number} of {typeof(T).Name}, seed {Seed}: {fault.Message}", fault);
            }
        }
    }

    /// <summary>The value with a number.</summary>
    public static T Number<T>(this Gen<T> gen, int number) => gen.Generate(new PCG((uint)number, Seed), null, out _);
}
