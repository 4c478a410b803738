package org.mcpoauth.cdi;

import java.time.Clock;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.cdi.config.ConfigurationKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.JdbcOptions;
import org.mcpoauth.spi.support.store.JdbcStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/** Opens the state store on a data source of the server. Loaded only when one is configured. */
final class DataSourceStores {
    private DataSourceStores() {}

    static StateStore open(String jndiName, boolean isTableCreated, StoreLimits limits) {
        JdbcStateStore store =
                new JdbcStateStore(dataSource(jndiName), Clock.systemUTC(), limits, JdbcOptions.defaults());
        if (isTableCreated) {
            store.createTableIfAbsent();
        }
        return store;
    }

    /** The name comes from the deployer and is no URL, so that no remote directory is asked. */
    @SuppressWarnings("BanJNDI")
    private static DataSource dataSource(String jndiName) {
        try {
            return InitialContext.doLookup(jndiName);
        } catch (NamingException | ClassCastException e) {
            throw new ConfigurationException(
                    FailureCode.CONFIGURATION_INVALID,
                    ConfigurationKey.STORE_DATA_SOURCE.suffix(),
                    "is not the JNDI name of a data source that can be reached here",
                    e);
        }
    }
}
