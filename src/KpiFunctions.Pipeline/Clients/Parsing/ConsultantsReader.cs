using KpiFunctions.Pipeline.Clients.Fields;

namespace KpiFunctions.Pipeline.Clients.Parsing;

/// <summary>Reads who is in charge of a client: <c>consultant</c>, or the list <c>consultants</c>.</summary>
internal static class ConsultantsReader
{
    /// <returns>None where the file has a mistake there, which is reported.</returns>
    public static List<Consultant> Read(ConfigReader file)
    {
        var (one, several) = (ClientFields.Consultant, ClientFields.Consultants);
        if (file.Has(one) && file.Has(several))
        {
            file.Error(several, null, $"stands beside '{one.Name}'; a config has one of the two", $"put all into '{several.Name}'");

            // The mistakes inside both are reported in the same round.
            if (file.Object(one) is { } beside) ReadOne(beside);
            ReadList(file);
            return [];
        }

        if (file.Has(several)) return ReadList(file);
        if (!file.Has(one)) file.Error(file.At, file.FieldPath(one), null, "is missing", $"for several, write the list '{several.Name}'");
        return file.Object(one) is { } entry && ReadOne(entry) is { } consultant ? [consultant] : [];
    }

    private static List<Consultant> ReadList(ConfigReader file)
    {
        var consultants = new List<Consultant>();
        if (file.Value(ClientFields.Consultants) is LocatedArray { Items.Count: 0 } empty)
            file.Error(empty.At, file.FieldPath(ClientFields.Consultants), "an empty list", "needs at least one entry", null);
        foreach (var (item, path) in file.List(ClientFields.Consultants))
        {
            if (file.ObjectOf(item, path, ConsultantFields.All) is not { } entry || ReadOne(entry) is not { } consultant) continue;
            if (consultants.Any(known => string.Equals(known.Email, consultant.Email, StringComparison.OrdinalIgnoreCase)))
                file.Warn(item.At, path, $"\"{consultant.Email}\"", "stands here twice; it gets one mail", null);
            else
                consultants.Add(consultant);
        }

        return consultants;
    }

    private static Consultant? ReadOne(ConfigReader entry)
    {
        var (name, email) = (entry.Text(ConsultantFields.Name), entry.Email(ConsultantFields.Email));
        var (language, awayUntil) = (entry.Choice(ConsultantFields.Language), entry.Date(ConsultantFields.AwayUntil));
        return name is null || email is null ? null : new(name, email) { Language = language, AwayUntil = awayUntil };
    }
}
