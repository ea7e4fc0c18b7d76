namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>What every binding of a function derives from.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class BindingAttribute : Attribute;

/// <summary>A binding that starts the function: one per function, on a parameter.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class TriggerBindingAttribute : BindingAttribute;
