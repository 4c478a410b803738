package org.mcpoauth.client.agent;

import java.awt.AWTError;
import java.awt.Desktop;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.net.URI;

/** The browser of the desktop; loads nothing of a window system where there is no screen. */
final class DesktopBrowser {
    private DesktopBrowser() {}

    static boolean open(URI uri) {
        try {
            return browsed(uri);
        } catch (IOException | UnsupportedOperationException | AWTError | LinkageError notHere) {
            // small run-time images leave the module or its libraries out
            return false;
        }
    }

    private static boolean browsed(URI uri) throws IOException {
        if (GraphicsEnvironment.isHeadless()
                || !Desktop.isDesktopSupported()
                || !Desktop.getDesktop().isSupported(Desktop.Action.BROWSE)) {
            return false;
        }
        Desktop.getDesktop().browse(uri);
        return true;
    }
}
