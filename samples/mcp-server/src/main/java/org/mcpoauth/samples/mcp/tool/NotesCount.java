package org.mcpoauth.samples.mcp.tool;

/** Counts the notes of the caller. */
public final class NotesCount implements Tool {
    private final NoteBook notes;

    public NotesCount(NoteBook notes) {
        this.notes = notes;
    }

    @Override
    public String name() {
        return "notes_count";
    }

    @Override
    public String description() {
        return "Counts your notes.";
    }

    @Override
    public Parameters parameters() {
        return Parameters.NONE;
    }

    @Override
    public ToolAnswer call(ToolCall call) {
        return ToolAnswer.of(Integer.toString(notes.of(call.caller()).size()));
    }
}
