using Spectre.Console;

namespace MultiBot.Client.Output;

/// <summary>A list of rows: a table for a person, tab-separated lines under a header for a script.</summary>
internal sealed class Sheet(params string[] columns)
{
    private readonly List<string[]> rows = [];

    public void Add(params string?[] cells) => rows.Add([.. cells.Select(Plain.Cell)]);

    public void Write(Terminal terminal)
    {
        if (terminal.Rich) WriteTable(terminal.Out);
        else WriteLines(terminal);
    }

    private void WriteTable(IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderStyle(new Style(Color.Grey));
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))));
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(cell, StatusColours.Of(cell))));
        console.Write(table);
    }

    private void WriteLines(Terminal terminal)
    {
        terminal.Line(string.Join('\t', columns));
        foreach (var row in rows)
            terminal.Line(string.Join('\t', row));
    }
}

/// <summary>One thing and its properties, a line each.</summary>
internal sealed class Facts
{
    private readonly List<(string Name, string Value)> facts = [];

    /// <summary>Absent facts take no line.</summary>
    public Facts Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) facts.Add((name, Plain.Cell(value)));
        return this;
    }

    public void Write(Terminal terminal)
    {
        if (!terminal.Rich)
        {
            foreach (var (name, value) in facts)
                terminal.Line($"{name}\t{value}");
            return;
        }

        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var (name, value) in facts)
            grid.AddRow(new Text(name, new Style(Color.Grey)), new Text(value, StatusColours.Of(value)));
        terminal.Out.Write(grid);
    }
}
