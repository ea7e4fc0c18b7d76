using System.Reflection;
using System.Reflection.Emit;

namespace KpiFunctions.Tests.Architecture;

/// <summary>
/// Every type that a type uses: in its signatures, its attributes, and in its method bodies, where lambdas, iterators
/// and async methods are nested types of their own.
/// </summary>
internal static class TypeUses
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    public static IReadOnlySet<Type> Of(Type type)
    {
        var uses = new HashSet<Type>();
        Add(uses, type.BaseType);
        foreach (var face in type.GetInterfaces()) Add(uses, face);
        foreach (var attribute in type.GetCustomAttributesData()) Add(uses, attribute.AttributeType);
        foreach (var parameter in type.GetGenericArguments().Where(a => a.IsGenericParameter))
            foreach (var constraint in parameter.GetGenericParameterConstraints()) Add(uses, constraint);
        foreach (var field in type.GetFields(Declared)) Add(uses, field.FieldType);
        foreach (var method in type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared))) AddMethod(uses, method);
        uses.Remove(type);
        return uses;
    }

    private static void AddMethod(HashSet<Type> uses, MethodBase method)
    {
        AddSignature(uses, method);
        foreach (var attribute in method.GetCustomAttributesData()) Add(uses, attribute.AttributeType);
        if (method.GetMethodBody() is not { } body) return;
        foreach (var local in body.LocalVariables) Add(uses, local.LocalType);
        foreach (var clause in body.ExceptionHandlingClauses.Where(c => c.Flags == ExceptionHandlingClauseOptions.Clause)) Add(uses, clause.CatchType);
        foreach (var (_, token) in Tokens(body.GetILAsByteArray()!)) AddMember(uses, Resolve(method, token));
    }

    /// <summary>Every type, method or field that a method's code names, with the instruction that names it.</summary>
    public static IEnumerable<(OpCode Code, MemberInfo? Member)> In(MethodBase method) =>
        method.GetMethodBody()?.GetILAsByteArray() is { } il ? Tokens(il).Select(named => (named.Code, Resolve(method, named.Token))) : [];

    private static MemberInfo? Resolve(MethodBase method, int token) => method.Module.ResolveMember(
        token,
        method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null,
        method.IsGenericMethod ? method.GetGenericArguments() : null);

    private static void AddMember(HashSet<Type> uses, MemberInfo? member)
    {
        Add(uses, member as Type ?? member?.DeclaringType);
        if (member is FieldInfo field) Add(uses, field.FieldType);
        if (member is not MethodBase method) return;
        AddSignature(uses, method);
        if (method.IsGenericMethod)
            foreach (var argument in method.GetGenericArguments()) Add(uses, argument);
    }

    private static void AddSignature(HashSet<Type> uses, MethodBase method)
    {
        if (method is MethodInfo { ReturnType: var returned }) Add(uses, returned);
        foreach (var parameter in method.GetParameters()) Add(uses, parameter.ParameterType);
    }

    private static void Add(HashSet<Type> uses, Type? type)
    {
        if (type is null || type.IsGenericParameter) return;
        if (type.HasElementType)
        {
            Add(uses, type.GetElementType());
            return;
        }

        if (type.IsConstructedGenericType)
            foreach (var argument in type.GetGenericArguments()) Add(uses, argument);
        uses.Add(type.IsGenericType ? type.GetGenericTypeDefinition() : type);
    }

    /// <summary>The metadata tokens of members that a method's code names.</summary>
    private static IEnumerable<(OpCode Code, int Token)> Tokens(byte[] il)
    {
        for (var at = 0; at < il.Length;)
        {
            var first = il[at++];
            var code = OpCodesByValue[first == 0xFE ? (short)(0xFE00 | il[at++]) : first];
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
                yield return (code, BitConverter.ToInt32(il, at));
            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(il, at),
                _ => 4,
            };
        }
    }
}
