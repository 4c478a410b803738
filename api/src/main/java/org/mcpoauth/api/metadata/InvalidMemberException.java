package org.mcpoauth.api.metadata;

import java.io.Serial;
import java.util.Objects;

/**
 * A member of a metadata document is missing or breaks a rule. The message names the member and what it
 * should be, never its value.
 */
public final class InvalidMemberException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String member;

    InvalidMemberException(String member, String rule) {
        super(member + ": " + rule);
        this.member = Objects.requireNonNull(member, "member");
    }

    /**
     * The member that is wrong.
     *
     * @return its name on the wire, such as {@code redirect_uris}
     */
    public String member() {
        return member;
    }
}
