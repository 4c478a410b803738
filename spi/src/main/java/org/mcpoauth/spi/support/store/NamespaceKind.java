package org.mcpoauth.spi.support.store;

/** What is in a namespace: its name up to the first dot. What stands behind says whose or which part. */
final class NamespaceKind {
    private NamespaceKind() {}

    static String of(String namespace) {
        int dot = namespace.indexOf('.');
        return dot < 0 ? namespace : namespace.substring(0, dot);
    }
}
