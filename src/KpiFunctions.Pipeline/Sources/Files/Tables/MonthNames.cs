namespace KpiFunctions.Pipeline.Sources.Files.Tables;

/// <summary>The months in the languages of the known exports: English, French, German, Spanish and Portuguese.</summary>
internal static class MonthNames
{
    private static readonly string[] EnglishNames = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private static readonly string[] Others =
    [
        "janvier janv januar jan janner enero ene janeiro",
        "fevrier fevr fev februar feb feber febrero fevereiro",
        "mars mar marz mrz maerz marzo marco",
        "avril avr april apr abril abr",
        "mai may mayo maio",
        "juin jun juni junio junho",
        "juillet juil jul juli julio julho",
        "aout aou august aug agosto ago",
        "septembre sept sep september septiembre setiembre set setembro",
        "octobre oct oktober okt octubre outubro out",
        "novembre nov november noviembre novembro",
        "decembre dec dezember dez diciembre dic dezembro",
    ];

    private static readonly IReadOnlyDictionary<string, int> Months = Others
        .SelectMany((names, index) => names.Split(' ').Append(Heading.Plain(EnglishNames[index])).Select(name => (Name: name, Month: index + 1)))
        .DistinctBy(pair => pair.Name)
        .ToDictionary(pair => pair.Name, pair => pair.Month, StringComparer.Ordinal);

    /// <summary>The month's number; 0 where the word is no month. Case and accents do not matter.</summary>
    public static int Find(string word) => Months.GetValueOrDefault(Heading.Plain(word));

    /// <summary>The month in English, for messages.</summary>
    public static string English(int month) => EnglishNames[month - 1];
}
