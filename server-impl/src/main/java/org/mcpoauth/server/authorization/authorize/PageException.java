package org.mcpoauth.server.authorization.authorize;

import java.io.Serial;
import org.mcpoauth.server.authorization.page.Problem;

/** Ends a request with an error page. Without a stack trace: anybody can cause it at will. */
final class PageException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    PageException(Problem problem) {
        super(problem.key(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
