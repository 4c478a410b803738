package org.mcpoauth.api.challenge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code WWW-Authenticate} lines (RFC 9110, section 11.6.1). In a list the comma separates both
 * challenges and parameters, so each element is looked at: a name with {@code =} belongs to the
 * challenge before it, anything else begins a new challenge. The rule for faults is on {@link
 * Challenges#parse}.
 */
final class ChallengeParser {
    static final int MAX_CHARACTERS = 16 * 1024;
    static final int MAX_CHALLENGES = 32;
    static final int MAX_PARAMETERS = 32;

    private final List<Challenge> finished = new ArrayList<>();
    private int characters;

    List<Challenge> parse(List<String> lines) {
        for (String line : lines) {
            characters += Math.min(line.length(), MAX_CHARACTERS + 1);
            if (characters > MAX_CHARACTERS) {
                break;
            }
            parseLine(new HeaderCursor(line));
        }
        return finished;
    }

    private void parseLine(HeaderCursor cursor) {
        Draft draft = Draft.dropped();
        cursor.skipEmptyElements();
        while (!cursor.atEnd()) {
            String word = cursor.token();
            boolean isSpaced = cursor.skipWhitespace();
            boolean isRead = !word.isEmpty();
            if (isRead && cursor.at('=')) {
                isRead = parameter(cursor, word, draft);
            } else if (isRead) {
                finish(draft);
                draft = new Draft(word);
                isRead = cursor.atBoundary() || (isSpaced && firstItem(cursor, draft));
            }
            cursor.skipWhitespace();
            if (!isRead || !cursor.atBoundary()) {
                draft.drop();
                cursor.skipToBoundary();
            }
            cursor.skipEmptyElements();
        }
        finish(draft);
    }

    /** What follows a scheme and blanks: a token68 or the first parameter. */
    private static boolean firstItem(HeaderCursor cursor, Draft draft) {
        String token68 = cursor.token68();
        if (token68 != null) {
            draft.token68 = token68;
            return true;
        }
        String name = cursor.token();
        cursor.skipWhitespace();
        return !name.isEmpty() && cursor.at('=') && parameter(cursor, name, draft);
    }

    private static boolean parameter(HeaderCursor cursor, String name, Draft draft) {
        cursor.skip('=');
        cursor.skipWhitespace();
        boolean isQuoted = cursor.at('"');
        String value = isQuoted ? cursor.quotedString() : cursor.bareValue();
        if (value == null || (value.isEmpty() && !isQuoted)) {
            return false;
        }
        draft.add(name, value);
        return true;
    }

    private void finish(Draft draft) {
        if (!draft.isDropped && finished.size() < MAX_CHALLENGES) {
            finished.add(new Challenge(draft.scheme, draft.token68, draft.parameters));
        }
    }

    /** A challenge that is being read; once dropped it swallows its remaining parameters. */
    private static final class Draft {
        private final String scheme;
        private final Map<String, String> parameters = new LinkedHashMap<>();
        private @Nullable String token68;
        private boolean isDropped;

        Draft(String scheme) {
            this.scheme = scheme;
        }

        static Draft dropped() {
            Draft draft = new Draft("");
            draft.drop();
            return draft;
        }

        void drop() {
            isDropped = true;
        }

        void add(String name, String value) {
            boolean isRepeated = parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value) != null;
            if (isRepeated || token68 != null || parameters.size() > MAX_PARAMETERS) {
                drop();
            }
        }
    }
}
