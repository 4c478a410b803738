package org.mcpoauth.client.web;

import java.io.Serial;

/** A request that is answered with a page instead of what it asked for. */
final class WebRefusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Notice notice;

    WebRefusal(Notice notice) {
        super(notice.title(), null, false, false);
        this.notice = notice;
    }

    Notice notice() {
        return notice;
    }
}
