package org.mcpoauth.client.agent;

import java.net.URI;

/**
 * Opens a URL in the browser of the user. Safe for use by several threads.
 *
 * <p>The URL is {@code https}, or {@code http} to a loopback address. It holds {@code state}: show it to the user
 * and to nobody else. An implementation hands it to a program as one argument, never to a shell.
 */
@FunctionalInterface
public interface BrowserOpener {

    /**
     * Opens a URL and comes back at once.
     *
     * @param uri what to open
     * @return whether a browser was started; {@code false} when there is none here
     */
    boolean open(URI uri);

    /**
     * The browser of the machine: that of {@code java.awt.Desktop} where the module {@code java.desktop} and a
     * screen are there, else the command for it, such as {@code xdg-open}, which is looked for in the absolute
     * entries of {@code PATH} only. Other users of the machine may see the URL, with {@code state}, among the
     * arguments of that program.
     *
     * @return the opener
     */
    static BrowserOpener ofMachine() {
        BrowserOpener command = CommandBrowser.ofMachine();
        return uri -> DesktopBrowser.open(uri) || command.open(uri);
    }
}
