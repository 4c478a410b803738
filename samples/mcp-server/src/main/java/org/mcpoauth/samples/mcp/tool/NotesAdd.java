package org.mcpoauth.samples.mcp.tool;

/** Adds a note for the caller. */
public final class NotesAdd implements Tool {
    private final NoteBook notes;

    public NotesAdd(NoteBook notes) {
        this.notes = notes;
    }

    @Override
    public String name() {
        return "notes_add";
    }

    @Override
    public String description() {
        return "Adds a note. It is kept until the server stops; at most " + NoteBook.MAX_NOTES + " notes.";
    }

    @Override
    public Parameters parameters() {
        return Parameters.ONE_TEXT;
    }

    @Override
    public ToolAnswer call(ToolCall call) {
        return notes.add(call.caller(), call.text())
                ? ToolAnswer.of("added")
                : ToolAnswer.error("there is no room for another note");
    }
}
