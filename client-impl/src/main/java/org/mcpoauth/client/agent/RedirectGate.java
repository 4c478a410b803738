package org.mcpoauth.client.agent;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;

/** Lets in what a browser sends when an authorization server redirects it, and nothing else. */
final class RedirectGate {
    /** What browsers say of a page that a user sees; others say nothing (Fetch Metadata Request Headers). */
    private static final List<String> NAVIGATION = List.of("navigate");

    private static final List<String> DOCUMENT = List.of("document");

    private final AnswerTarget target;
    private final Set<String> hosts;

    RedirectGate(URI redirectUri) {
        this.target = new AnswerTarget(redirectUri);
        String authority = redirectUri.getRawAuthority().toLowerCase(Locale.ROOT);
        this.hosts = redirectUri.getPort() == 80
                ? Set.of(authority, redirectUri.getHost().toLowerCase(Locale.ROOT))
                : Set.of(authority);
    }

    /**
     * What to say; {@link StaticAnswer#TAKEN} to an answer of an authorization server. An old page that the browser
     * restores, or a page of somebody else, may come here too; without the right {@code state} it changes nothing.
     *
     * @param state of the request under way, {@code null} if there is none yet
     */
    StaticAnswer judge(RequestHead head, @Nullable Secret state) {
        if (!isForThisHost(head)) {
            return StaticAnswer.BAD_REQUEST;
        }
        if (!target.hasPath(head.target())) {
            return StaticAnswer.NOT_FOUND;
        }
        if (!head.method().equals("GET")) {
            return StaticAnswer.METHOD_NOT_ALLOWED;
        }
        if (!isNavigation(head) || isAhead(head)) {
            return StaticAnswer.FORBIDDEN;
        }
        boolean isExpected = state != null && target.isAnswer(head.target(), state);
        return isExpected ? StaticAnswer.TAKEN : StaticAnswer.BAD_REQUEST;
    }

    /** A page whose name was made to lead here (DNS rebinding) sends its own name. */
    private boolean isForThisHost(RequestHead head) {
        List<String> values = head.values("host");
        return values.size() == 1 && hosts.contains(values.get(0).toLowerCase(Locale.ROOT));
    }

    /** Images, frames and scripts of any page reach this machine too; a redirect of the whole window is no such. */
    private static boolean isNavigation(RequestHead head) {
        List<String> modes = head.values("sec-fetch-mode");
        List<String> destinations = head.values("sec-fetch-dest");
        return (modes.isEmpty() || modes.equals(NAVIGATION))
                && (destinations.isEmpty() || destinations.equals(DOCUMENT));
    }

    /** What a browser loads before the user goes there, if ever ({@code Purpose} in older ones). */
    private static boolean isAhead(RequestHead head) {
        return Stream.of("sec-purpose", "purpose")
                .flatMap(name -> head.values(name).stream())
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("prefetch"));
    }
}
