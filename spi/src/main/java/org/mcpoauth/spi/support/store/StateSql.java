package org.mcpoauth.spi.support.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The statements of {@link JdbcStateStore} for one table, in the SQL that PostgreSQL and H2 share. */
final class StateSql {
    private static final String TABLE = "mcp_oauth_state";

    /** Parameters: namespace, id, content, owner, expires_at, namespace, id. */
    final String insertIfAbsent;
    /** Parameters: content, owner, expires_at, namespace, id, now. */
    final String replaceExpired;
    /** Parameters: namespace, id, now. */
    final String get;
    /** Parameters: content, owner, expires_at, namespace, id, expected content, now. */
    final String compareAndSet;
    /** Parameters: namespace, id, expected content, now. */
    final String compareAndRemove;
    /** Parameters: namespace, id, expected content, expected owner, expected expires_at. */
    final String removeExactly;
    /** Parameters: namespace, now, from, limit. */
    final String scan;
    /** Parameters: namespace, now, from, owner, limit. */
    final String scanOwned;
    /** Parameters: namespace, now. */
    final String count;
    /** Parameters: now, limit, now. */
    final String purge;

    private final String table;

    StateSql(String table) {
        this.table = table;
        insertIfAbsent = "insert into " + table + " (namespace, id, content, owner, expires_at)"
                + " select cast(? as varchar(64)), cast(? as bytea), cast(? as bytea), cast(? as bytea),"
                + " cast(? as bigint) where not exists (select 1 from " + table + " where namespace = ? and id = ?)";
        replaceExpired = "update " + table + " set content = ?, owner = ?, expires_at = ?"
                + " where namespace = ? and id = ? and expires_at <= ?";
        get = "select content, owner, expires_at from " + table + " where namespace = ? and id = ? and expires_at > ?";
        compareAndSet = "update " + table + " set content = ?, owner = ?, expires_at = ?"
                + " where namespace = ? and id = ? and content = ? and expires_at > ?";
        compareAndRemove =
                "delete from " + table + " where namespace = ? and id = ? and content = ? and expires_at > ?";
        removeExactly = "delete from " + table + " where namespace = ? and id = ? and content = ?"
                + " and owner is not distinct from cast(? as bytea) and expires_at = ?";
        String selectLive =
                "select id, content, owner from " + table + " where namespace = ? and expires_at > ? and id >= ?";
        scan = selectLive + " order by id limit ?";
        scanOwned = selectLive + " and owner = ? order by id limit ?";
        count = "select count(*), min(expires_at) from " + table + " where namespace = ? and expires_at > ?";
        // the outer condition holds for what a row has become by the time it is locked
        purge = "delete from " + table + " where (namespace, id) in (select namespace, id from " + table
                + " where expires_at <= ? order by expires_at limit ?) and expires_at <= ?";
    }

    /** The statements of the script that makes the table and its indexes. */
    List<String> create() {
        String script =
                resource().lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
        return Arrays.stream(script.replace(TABLE, table).split(";", -1))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private static String resource() {
        try (InputStream in = Objects.requireNonNull(StateSql.class.getResourceAsStream("state.sql"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
