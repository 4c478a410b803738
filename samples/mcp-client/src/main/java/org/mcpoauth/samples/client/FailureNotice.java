package org.mcpoauth.samples.client;

/** What a user reads when a server failed; the log has what it failed of. */
final class FailureNotice {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.samples.client");

    private FailureNotice() {}

    /** The words of the server itself are for the user alone; the cause has no tokens in it. */
    static Html of(String server, ServerFailedException failure) {
        LOG.log(System.Logger.Level.WARNING, "the MCP server " + server + " failed", failure.getCause());
        return Html.of("<p>{}</p>", failure.words());
    }
}
