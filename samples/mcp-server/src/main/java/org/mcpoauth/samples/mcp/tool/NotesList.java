package org.mcpoauth.samples.mcp.tool;

/** Lists the notes of the caller, one per line, oldest first. */
public final class NotesList implements Tool {
    private final NoteBook notes;

    public NotesList(NoteBook notes) {
        this.notes = notes;
    }

    @Override
    public String name() {
        return "notes_list";
    }

    @Override
    public String description() {
        return "Lists your notes, one per line, oldest first.";
    }

    @Override
    public Parameters parameters() {
        return Parameters.NONE;
    }

    @Override
    public ToolAnswer call(ToolCall call) {
        return ToolAnswer.of(String.join("\n", notes.of(call.caller())));
    }
}
