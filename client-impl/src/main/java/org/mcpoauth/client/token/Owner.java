package org.mcpoauth.client.token;

import java.security.Principal;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * Whose tokens: a configured client, at an MCP server, for a user or for the application itself. Users are told
 * apart by client, issuer and subject if a token says who they are, since names are unique within an issuer only;
 * else by name.
 *
 * @param client the configured name
 * @param resource the MCP server
 * @param user the user, or {@code null} for the application
 */
public record Owner(
        String client,
        ResourceIdentifier resource,
        @Nullable Principal user) {
    private static final String TOKENS = "client-tokens";
    private static final String REFRESH = "client-refresh";

    /** Keeps of the user what tells users apart. */
    public Owner {
        user = user == null ? null : identity(user);
    }

    /** A user of whom the name is all that is known. */
    private record Named(String name) implements Principal {
        @Override
        public String getName() {
            return name;
        }
    }

    /** The same client for a user. */
    public Owner of(Principal other) {
        return new Owner(client, resource, other);
    }

    /** The key of the stored tokens. */
    public StateKey tokens() {
        return new StateKey(TOKENS, id());
    }

    /** The key of the lease that one node at a time renews them under. */
    StateKey refresh() {
        return new StateKey(REFRESH, id());
    }

    /** A text for a user, {@code null} being the application, that nobody else has. */
    public static String whose(@Nullable Principal someone) {
        Principal user = someone == null ? null : identity(someone);
        if (user instanceof TokenPrincipal caller) {
            String issuer = caller.issuer() == null ? null : caller.issuer().value();
            return "token\n" + part(caller.clientId()) + part(issuer) + part(caller.subject());
        }
        if (user instanceof Visitor visitor) {
            return "browser\n" + visitor.browser();
        }
        return user == null ? "application" : "user\n" + user.getName();
    }

    /** The separators cannot occur in a name or URL. */
    private String id() {
        return Sha256.hex(client + "\n" + resource + "\n" + whose(user));
    }

    /** With its length, so that no two triples have one text. */
    private static String part(@Nullable String text) {
        return text == null ? "-" : text.length() + ":" + text;
    }

    private static Principal identity(Principal user) {
        Optional<TokenPrincipal> caller = TokenPrincipal.of(user);
        if (caller.isPresent()) {
            return caller.get();
        }
        return user instanceof Visitor ? user : new Named(Objects.requireNonNull(user.getName(), "a user has a name"));
    }
}
