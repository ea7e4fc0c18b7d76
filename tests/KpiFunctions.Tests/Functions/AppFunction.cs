using System.Reflection;
using KpiFunctions.Triggers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace KpiFunctions.Tests.Functions;

/// <summary>One function of the app, as the host would find it.</summary>
internal sealed record AppFunction(string Name, MethodInfo Method, TriggerBindingAttribute Trigger)
{
    public QueueTriggerAttribute? Queue => Trigger as QueueTriggerAttribute;

    public TimerTriggerAttribute? Timer => Trigger as TimerTriggerAttribute;

    public HttpTriggerAttribute? Web => Trigger as HttpTriggerAttribute;

    /// <summary>Every function of the app's assembly.</summary>
    public static IReadOnlyList<AppFunction> All { get; } =
    [
        .. from type in typeof(Timers).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static)
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null
           from parameter in method.GetParameters()
           let trigger = parameter.GetCustomAttribute<TriggerBindingAttribute>()
           where trigger is not null
           select new AppFunction(function.Name, method, trigger),
    ];
}
