package org.mcpoauth.client.token;

import java.security.Principal;

/**
 * A browser whose user nobody knows, as the owner of tokens.
 *
 * @param browser a digest of what the browser alone has
 */
public record Visitor(String browser) implements Principal {

    @Override
    public String getName() {
        return "browser " + browser;
    }
}
