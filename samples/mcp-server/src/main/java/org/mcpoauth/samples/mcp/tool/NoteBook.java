package org.mcpoauth.samples.mcp.tool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mcpoauth.api.token.TokenPrincipal;

/**
 * The notes, in memory. They belong to the subject, whichever client wrote them; a subject is unique only
 * within its issuer, and a client that acts for itself has notes of its own. Safe for several threads.
 */
public final class NoteBook {
    static final int MAX_NOTES = 100;
    static final int MAX_OWNERS = 10_000;

    private final Map<TokenPrincipal, List<String>> notes = new HashMap<>();

    synchronized List<String> of(TokenPrincipal caller) {
        return List.copyOf(notes.getOrDefault(owner(caller), List.of()));
    }

    /** Keeps a note; {@code false} if there is no room for it. */
    synchronized boolean add(TokenPrincipal caller, String note) {
        TokenPrincipal owner = owner(caller);
        if (!notes.containsKey(owner) && notes.size() == MAX_OWNERS) {
            return false;
        }
        List<String> mine = notes.computeIfAbsent(owner, key -> new ArrayList<>());
        return mine.size() < MAX_NOTES && mine.add(note);
    }

    private static TokenPrincipal owner(TokenPrincipal caller) {
        return caller.subject() == null ? caller : new TokenPrincipal(null, caller.issuer(), caller.subject());
    }
}
