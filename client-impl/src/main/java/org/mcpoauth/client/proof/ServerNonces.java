package org.mcpoauth.client.proof;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The last nonce of each server, kept by origin so that none is sent to another one (RFC 9449, sections 8
 * and 9). Losing one costs a repetition, no more. Safe for use by several threads.
 */
public final class ServerNonces {
    private static final String HEADER = "DPoP-Nonce";
    private static final int MAX_ORIGINS = 100;
    private static final int MAX_LENGTH = 1024;

    private final ConcurrentMap<String, String> newest = new ConcurrentHashMap<>();

    /** The nonce for a request, {@code null} if there is none. */
    public @Nullable String of(URI target) {
        return newest.get(origin(target));
    }

    /** Keeps the nonce of any answer of a server. */
    public void learn(URI target, HttpHeaders answer) {
        String nonce = read(answer);
        if (nonce != null) {
            newest.put(origin(target), nonce);
            if (newest.size() > MAX_ORIGINS) {
                newest.keySet().stream().findAny().ifPresent(newest::remove);
            }
        }
    }

    /** The nonce of an answer; one that is ambiguous or not made of nonce characters (section 8.1) is none. */
    private static @Nullable String read(HttpHeaders answer) {
        List<String> values = answer.allValues(HEADER);
        return values.size() == 1 && isNonce(values.get(0)) ? values.get(0) : null;
    }

    private static boolean isNonce(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_LENGTH
                && text.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '"' && c != '\\');
    }

    private static String origin(URI target) {
        String scheme = target.getScheme().toLowerCase(Locale.ROOT);
        int port = target.getPort();
        int actual = port >= 0 ? port : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + target.getHost().toLowerCase(Locale.ROOT) + ":" + actual;
    }
}
