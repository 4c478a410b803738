package org.mcpoauth.server.wire;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;

/**
 * The Jakarta REST runtime of a test run, chosen by the system property {@code rest.runtime}: the tests of
 * the binding are the same for all.
 */
interface RestRuntime {

    /** A server that runs, on a port of the system's choice. */
    interface Running extends AutoCloseable {
        int port();

        @Override
        void close();
    }

    /** Starts an application as plain Java SE does, under a path without slash at its beginning. */
    Running start(RestApplication application, String path);

    /** Starts an application in a servlet container, behind a filter. */
    Running start(RestApplication application, Filter filter);

    /** The application as a servlet of any container. */
    Servlet servlet(RestApplication application);

    static RestRuntime current() {
        return isRestEasy() ? new RestEasyRuntime() : new JerseyRuntime();
    }

    static boolean isRestEasy() {
        return "resteasy".equals(System.getProperty("rest.runtime"));
    }
}
