package org.mcpoauth.starter.store;

import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.JdbcOptions;
import org.mcpoauth.spi.support.store.JdbcStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/** Stores that know nothing of each other but the table. */
public final class Nodes {
    private Nodes() {}

    /** So many stores on a new table. */
    public static List<StateStore> on(DataSource dataSource, InstantSource clock, int count) {
        JdbcOptions table = Databases.newTable();
        List<JdbcStateStore> stores = Stream.generate(
                        () -> new JdbcStateStore(dataSource, clock, StoreLimits.of(10_000), table))
                .limit(count)
                .toList();
        stores.forEach(JdbcStateStore::createTableIfAbsent);
        return List.copyOf(stores);
    }
}
