package org.mcpoauth.client.token;

import java.security.Principal;

/**
 * A browser whose user nobody knows, as the owner of tokens.
 *
 * @param browser what the browser is called, which stays the same when its cookie changes
 */
public record Visitor(String browser) implements Principal {

    @Override
    public String getName() {
        return "browser " + browser;
    }
}
