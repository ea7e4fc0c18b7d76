namespace KpiFunctions.Pipeline.Tables;

/// <summary>A setting is missing or wrong. The message is one line for the app's operators: the setting, what was found, what is allowed.</summary>
/// <param name="name">The setting's name as it is given to the app, with <c>__</c> between its parts.</param>
/// <param name="found">What was found, as a clause; never a secret.</param>
/// <param name="allowed">What is allowed, as a clause.</param>
public sealed class SettingException(string name, string found, string allowed) : InvalidOperationException($"The setting {name} {found}. Allowed: {allowed}.");
