using KpiFunctions.Pipeline.Readings;

namespace KpiFunctions.Pipeline.Kpis.Advising;

/// <summary>Facts of the common kinds.</summary>
internal static class Facts
{
    public static Fact Number(double value, FactUnit unit = FactUnit.Count) => new() { Number = value, Unit = unit };

    /// <summary>Only for conditions.</summary>
    public static Fact Word(string word) => new() { Word = word, Unit = FactUnit.None };

    public static Fact Account(AccountRef account) => new() { Account = account, Unit = FactUnit.Account };
}
