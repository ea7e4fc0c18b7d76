namespace KpiFunctions.Pipeline.Digest.Languages;

/// <summary>How numbers are written. <c>{n}</c> stands for the number, <c>{code}</c> and <c>{symbol}</c> for the currency.</summary>
internal sealed record NumberFormat(
    string Thousands,
    string Decimal,
    string Minus,
    string Percent,
    string Money,
    string MoneyByCode,
    IReadOnlyDictionary<string, string> Symbols,
    string Range,
    string UpTo);

/// <summary>How days are written. <c>{d}</c>, <c>{weekday}</c>, <c>{month}</c>, <c>{year}</c>, <c>{date}</c>, <c>{from}</c>, <c>{to}</c>.</summary>
/// <param name="DayNumbers">Days of the month that are not written as their number, such as the first in French.</param>
/// <param name="Weekdays">Seven, Monday first.</param>
/// <param name="Tight">A range within a month, without a preposition.</param>
/// <param name="Spaced">A range over months or years, without a preposition.</param>
/// <param name="Time">A time of day: <c>{h}</c> or <c>{hh}</c> with two digits, and <c>{mm}</c>.</param>
/// <param name="On">A single day, within a sentence.</param>
/// <param name="Between">A range of days, within a sentence.</param>
internal sealed record DateFormat(
    IReadOnlyList<string> Months,
    IReadOnlyList<string> Weekdays,
    IReadOnlyDictionary<string, string> DayNumbers,
    string DayMonth,
    string DayMonthYear,
    string WithWeekday,
    string Tight,
    string Spaced,
    string On,
    string Time,
    string Between);

/// <summary>How a word of a text joins with a value behind it.</summary>
/// <param name="Elided">By word, what it becomes before one of <paramref name="Vowels"/>: <c>de</c> becomes <c>d'</c>, without the space.</param>
/// <param name="Vowels">Letters, small.</param>
/// <param name="Contracted">By word, what it becomes with the article that a value begins with: <c>de</c> and <c>le</c> become <c>du</c>.</param>
internal sealed record JoinFormat(IReadOnlyDictionary<string, string> Elided, string Vowels, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Contracted);

/// <summary>How several things are named after each other.</summary>
internal sealed record ListFormat(string Separator, string Last);
