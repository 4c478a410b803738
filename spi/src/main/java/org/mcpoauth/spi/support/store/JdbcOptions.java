package org.mcpoauth.spi.support.store;

import java.time.Duration;
import java.util.Objects;

/**
 * How {@link JdbcStateStore} uses its data base.
 *
 * @param table the name of the table, in the default schema of the data source: one to 48 characters
 *     out of {@code a-z}, {@code 0-9} and {@code _}, not beginning with a digit
 * @param statementTimeout after which time a statement is given up; at least a second, used in whole
 *     seconds. It does not cover a network that swallows packets: time limits for connecting and
 *     reading are set at the data source
 */
public record JdbcOptions(String table, Duration statementTimeout) {
    private static final int MAX_TABLE = 48;

    /**
     * Checks the name and the time.
     *
     * @throws IllegalArgumentException if the name has other characters or the time is below a second
     */
    public JdbcOptions {
        Objects.requireNonNull(statementTimeout, "statementTimeout");
        if (table.isEmpty()
                || table.length() > MAX_TABLE
                || isDigit(table.charAt(0))
                || !table.chars().allMatch(JdbcOptions::isNameCharacter)) {
            throw new IllegalArgumentException("a table has 1 to " + MAX_TABLE + " characters a-z 0-9 _");
        }
        if (statementTimeout.toSeconds() < 1) {
            throw new IllegalArgumentException("a statement needs a second at least");
        }
    }

    /**
     * The table {@code mcp_oauth_state} and five seconds for a statement.
     *
     * @return the options
     */
    public static JdbcOptions defaults() {
        return new JdbcOptions("mcp_oauth_state", Duration.ofSeconds(5));
    }

    private static boolean isNameCharacter(int c) {
        return (c >= 'a' && c <= 'z') || isDigit(c) || c == '_';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
