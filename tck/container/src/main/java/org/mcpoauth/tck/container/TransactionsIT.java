package org.mcpoauth.tck.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mcpoauth.tck.container.transaction.Notes;
import org.mcpoauth.tck.container.transaction.TransactionsEndpoint;

/**
 * The store on a data source of the container, called within transactions of the application. Two more system properties
 * tell the JNDI names of data sources: {@value #STORE} of one without JTA, {@value #APPLICATION} of one with it.
 */
@ExtendWith(ArquillianExtension.class)
@EnabledIfSystemProperty(
        named = TransactionsIT.STORE,
        matches = ".+",
        disabledReason = "not run: the starter names no data sources")
class TransactionsIT {
    static final String STORE = "mcp.oauth.tck.store";
    static final String APPLICATION = "mcp.oauth.tck.data-source";

    /** For WildFly; nobody else reads it. */
    private static final String WILDFLY = """
        <?xml version="1.0" encoding="UTF-8"?>
        <datasources xmlns="http://www.jboss.org/ironjacamar/schema">
          <datasource jndi-name="java:jboss/datasources/tck" pool-name="tck" jta="false">
            <connection-url>jdbc:h2:mem:store;DB_CLOSE_DELAY=-1</connection-url>
            <driver>h2</driver>
            <security><user-name>sa</user-name><password>sa</password></security>
          </datasource>
        </datasources>
        """;

    private final WebUser anybody = new WebUser();
    private final String note = WholeApplication.base() + "/api/notes/" + UUID.randomUUID();

    @Deployment(testable = false)
    public static WebArchive deployment() {
        return WholeApplication.archive(
                        "mcp.oauth.store=jdbc",
                        "mcp.oauth.store.data-source=" + System.getProperty(STORE),
                        "mcp.oauth.store.keys=a-key-of-the-tests-and-of-nobody-else",
                        Notes.DATA_SOURCE + "=" + System.getProperty(APPLICATION))
                .addPackage(TransactionsEndpoint.class.getPackage())
                .addAsWebInfResource(new StringAsset(WILDFLY), "tck-ds.xml");
    }

    /** Jakarta Transactions 2.0, section 3.7: an unchecked exception rolls back. */
    @Test
    void whatIsStoredSurvivesTheRollbackOfItsCaller() {
        assertEquals("rows 0, stored true", post("failed"));
        assertEquals("rows 0, stored true", anybody.get(URI.create(note)).body());
    }

    /** A taken key is an answer, and no failure of the transaction that asked. */
    @Test
    void aTakenKeyDoesNotSpoilTheTransactionOfItsCaller() {
        assertEquals("rows 2, stored true", post("repeated"));
    }

    private String post(String what) {
        return anybody.postForm(URI.create(note + "/" + what), Map.of()).body();
    }
}
