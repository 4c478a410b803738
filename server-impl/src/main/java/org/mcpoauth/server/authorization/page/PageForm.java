package org.mcpoauth.server.authorization.page;

import java.net.URI;

/**
 * The form of a page.
 *
 * @param action where it goes
 * @param interaction names the pending authorization
 * @param csrf shows that the form is one of ours for this browser
 */
public record PageForm(URI action, String interaction, String csrf) {

    /** Gives the action. */
    @Override
    public String toString() {
        return "PageForm[" + action + "]";
    }
}
