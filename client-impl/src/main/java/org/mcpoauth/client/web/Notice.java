package org.mcpoauth.client.web;

/** What a page says; nothing of it comes from a peer or from the request. */
enum Notice {
    LOGGED_IN(200, "Access granted", "You can go back to the application."),
    LOGGED_OUT(200, "Access ended", "The application has no access any more."),
    MALFORMED(400, "Bad request", "This address cannot be used like that."),
    OUT_OF_DATE(
            400, "Start again", "No login of this browser waits here. It may have taken too long, or be done already."),
    REFUSED(400, "Access not granted", "The login did not end with access. Start again in the application."),
    SIGN_IN(403, "Sign in first", "The application has to know you before it can connect you."),
    OTHER_SITE(403, "Not from here", "This was not asked for by a page of the application."),
    FAILED(502, "No answer", "The other server cannot be used now. Try again later."),
    UNAVAILABLE(503, "Not available", "This cannot be done now. Try again later.");

    private final int status;
    private final String title;
    private final String text;

    Notice(int status, String title, String text) {
        this.status = status;
        this.title = title;
        this.text = text;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String text() {
        return text;
    }
}
