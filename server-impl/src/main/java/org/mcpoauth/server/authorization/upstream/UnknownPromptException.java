package org.mcpoauth.server.authorization.upstream;

import java.io.Serial;

/**
 * An issuer that does not publish which values of {@code prompt} it knows refuses a request with
 * {@code select_account}, which it need not know. Without a stack trace: anybody can cause it at will.
 */
public final class UnknownPromptException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    UnknownPromptException() {
        super("the issuer seems not to know how to ask for an account", null, false, false);
    }
}
