package org.mcpoauth.server.authorization.client;

/** The use of an assertion, which counts once. */
@FunctionalInterface
interface AssertionUse {
    /** The use of other credentials, which count as often as they are presented. */
    AssertionUse REPEATABLE = () -> true;

    /** Uses it up; whether nobody had done so before. */
    boolean isFirst();
}
