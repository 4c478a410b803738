package org.mcpoauth.api.client;

/** The {@code token_type_hint} of revocation and introspection (RFC 7009, section 2.1). */
public enum TokenKind {
    /** An access token. */
    ACCESS_TOKEN("access_token"),
    /** A refresh token. */
    REFRESH_TOKEN("refresh_token");

    private final String hint;

    TokenKind(String hint) {
        this.hint = hint;
    }

    /**
     * The wire value.
     *
     * @return the value of {@code token_type_hint}
     */
    public String hint() {
        return hint;
    }
}
