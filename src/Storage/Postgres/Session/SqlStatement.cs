namespace MultiBot.Storage.Postgres.Session;

/// <summary>A statement with its positional parameters (<c>$1</c>).</summary>
internal readonly record struct SqlStatement
{
    private readonly SqlArgument[] _values;

    public SqlStatement(string sql, params SqlArgument[] values) => (Sql, _values) = (sql, values);

    public string Sql { get; }
    public IReadOnlyList<SqlArgument> Values => _values;
}
