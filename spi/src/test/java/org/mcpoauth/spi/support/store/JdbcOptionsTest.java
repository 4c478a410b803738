package org.mcpoauth.spi.support.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcOptionsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;b", "a\"", "A", "1a", "a.b", "a-b", "\u00e4"})
    void aTableNameCannotCarrySql(String table) {
        assertThrows(IllegalArgumentException.class, () -> new JdbcOptions(table, TIMEOUT));
    }

    @Test
    void aTableNameHasAtMost48Characters() {
        assertEquals("t".repeat(48), new JdbcOptions("t".repeat(48), TIMEOUT).table());
        assertThrows(IllegalArgumentException.class, () -> new JdbcOptions("t".repeat(49), TIMEOUT));
    }

    @Test
    void aStatementHasASecondAtLeast() {
        assertThrows(IllegalArgumentException.class, () -> new JdbcOptions("t", Duration.ofMillis(999)));
    }

    @Test
    void theScriptIsMadeForTheTable() {
        StateSql sql = new StateSql("my_table");
        assertEquals(4, sql.create().size());
        assertTrue(sql.create().stream().allMatch(statement -> statement.contains("my_table")));
        assertTrue(sql.create().stream().noneMatch(statement -> statement.contains("mcp_oauth_state")));
    }
}
