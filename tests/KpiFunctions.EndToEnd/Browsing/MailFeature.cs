namespace KpiFunctions.EndToEnd.Browsing;

/// <summary>One thing that a mail uses and a client may not know.</summary>
/// <param name="Name">As <c>docs/mail-support.md</c> names it: <c>&lt;td&gt;</c>, <c>[align]</c>, <c>max-width</c>, <c>unit px</c>, <c>@media (max-width)</c>, <c>class selector</c>.</param>
/// <param name="Exact">The same with its value, where it has one: <c>[align=right]</c>, <c>display: none</c>. The page may list either.</param>
internal sealed record MailFeature(string Name, string Exact)
{
    public MailFeature(string name) : this(name, name)
    {
    }
}
