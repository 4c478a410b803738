package org.mcpoauth.langchain4j;

/** Reads an event stream line by line (WHATWG HTML, section 9.2.6, "Interpreting an event stream"). */
final class EventLines {
    private final Events events;
    private final StringBuilder data = new StringBuilder();
    private boolean isMessage = true;

    /** Who is told what was read, in the thread that reads. */
    @FunctionalInterface
    interface Events {
        /** A message has come, whole. */
        void message(String data);

        /** Where the stream is, for the case that it breaks. */
        default void position(String id) {}

        /** The server says how long to wait before the stream is opened again. */
        default void pause(String millis) {}
    }

    EventLines(Events events) {
        this.events = events;
    }

    /** Takes the next line, without its end. */
    void read(String line) {
        if (line.isEmpty()) {
            dispatch();
            return;
        }
        int colon = line.indexOf(':');
        String name = colon < 0 ? line : line.substring(0, colon);
        int value = line.startsWith(" ", colon + 1) ? colon + 2 : colon + 1;
        field(name, colon < 0 ? "" : line.substring(value));
    }

    private void field(String name, String value) {
        switch (name) {
            case "data" -> data.append(value).append('\n');
            case "event" -> isMessage = value.isEmpty() || value.equals("message");
            case "id" -> events.position(value);
            case "retry" -> events.pause(value);
            default -> {
                // a comment, or a field that is not known
            }
        }
    }

    /** An event without data, which some servers begin with, is none; nor is one that this does not end. */
    private void dispatch() {
        String text = data.toString().strip();
        if (isMessage && !text.isEmpty()) {
            events.message(text);
        }
        data.setLength(0);
        isMessage = true;
    }
}
