package org.mcpoauth.samples.client;

import java.io.Serial;

/** The user has to go to the authorization server first: for the first time, or to grant more. */
final class LoginNeededException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    LoginNeededException(Throwable cause) {
        super(cause);
    }
}
