package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.TokenVerifierFactory;
import org.mcpoauth.spi.http.Connections;
import org.mcpoauth.spi.http.EndpointPolicy;

class RuntimeSettingsTest {
    private static final URI LOOPBACK = URI.create("http://127.0.0.1:8080/");
    private static final URI INTRANET = URI.create("https://idp.corp.example/");

    @Test
    void onlyFalseSwitchesOff() {
        assertTrue(RuntimeSettings.isEnabled(Keys.config(Map.of())));
        assertTrue(RuntimeSettings.isEnabled(Keys.config(Map.of("mcp.oauth.enabled", "true"))));
        assertFalse(RuntimeSettings.isEnabled(Keys.config(Map.of("mcp.oauth.enabled", "false"))));
        Map<String, String> wrong = Map.of("mcp.oauth.enabled", "off");
        assertTrue(RuntimeSettings.isEnabled(Keys.config(wrong)));
        assertEquals(List.of("mcp.oauth.enabled: is true or false"), Keys.problems(() -> read(wrong)));
    }

    @Test
    void onlyPublicHttpsIsCalledByDefault() throws Exception {
        EndpointPolicy policy = read(Map.of()).endpointPolicy();
        assertThrows(TransportException.class, () -> policy.checkUri(LOOPBACK));
        assertThrows(TransportException.class, () -> check(policy, INTRANET, "10.1.2.3"));
        assertDoesNotThrow(() -> check(policy, INTRANET, "93.184.215.14"));
    }

    @Test
    void loopbackIsAllowedByName() {
        EndpointPolicy policy = read(Map.of("mcp.oauth.url-policy", "loopback")).endpointPolicy();
        assertDoesNotThrow(() -> check(policy, LOOPBACK, "127.0.0.1"));
        assertThrows(TransportException.class, () -> check(policy, INTRANET, "10.1.2.3"));
    }

    @Test
    void hostsAndBlocksOfAnIntranetAreAllowedOneByOne() {
        EndpointPolicy hosts = read(Map.of("mcp.oauth.url-policy.allowed-hosts", "idp.corp.example"))
                .endpointPolicy();
        EndpointPolicy blocks = read(Map.of("mcp.oauth.url-policy.allowed-cidrs", "10.1.0.0/16"))
                .endpointPolicy();
        assertDoesNotThrow(() -> check(hosts, INTRANET, "10.1.2.3"));
        assertDoesNotThrow(() -> check(blocks, INTRANET, "10.1.2.3"));
        assertThrows(TransportException.class, () -> check(blocks, INTRANET, "10.2.2.3"));
    }

    @Test
    void aMalformedBlockIsRefused() {
        assertTrue(Keys.problems(() -> read(Map.of("mcp.oauth.url-policy.allowed-cidrs", "10.1.0.1/16")))
                .get(0)
                .startsWith("mcp.oauth.url-policy.allowed-cidrs: "));
    }

    @Test
    void stateIsInMemoryUnlessADataSourceIsChosen() {
        assertNull(
                read(Map.of("mcp.oauth.store.data-source", "jdbc/mcp")).store().dataSource());
        assertEquals(
                "jdbc/mcp",
                read(Map.of("mcp.oauth.store", "jdbc", "mcp.oauth.store.data-source", "jdbc/mcp"))
                        .store()
                        .dataSource());
        assertEquals(
                List.of("mcp.oauth.store.data-source: is needed for the store jdbc"),
                Keys.problems(() -> read(Map.of("mcp.oauth.store", "jdbc"))));
    }

    @Test
    void stateIsInACacheWhereOneIsChosen() {
        assertNull(read(Map.of("mcp.oauth.store.jcache", "state")).store().jcache());
        assertEquals(
                "state",
                read(Map.of("mcp.oauth.store", "jcache", "mcp.oauth.store.jcache", "state"))
                        .store()
                        .jcache());
        assertEquals(
                List.of("mcp.oauth.store.jcache: is needed for the store jcache"),
                Keys.problems(() -> read(Map.of("mcp.oauth.store", "jcache"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ldap://directory.example/x", "rmi://host/x", "LDAP:x"})
    void aDataSourceIsInNoRemoteDirectory(String name) {
        assertEquals(
                List.of("mcp.oauth.store.data-source: is a name such as jdbc/mcp or java:app/jdbc/mcp"),
                Keys.problems(() -> read(Map.of("mcp.oauth.store", "jdbc", "mcp.oauth.store.data-source", name))));
    }

    @Test
    void timesProxyAndUserAgentAreThoseOfTheKeys() {
        Connections connections = read(Map.of(
                        "mcp.oauth.http.connect-timeout", "PT1S",
                        "mcp.oauth.http.read-timeout", "7",
                        "mcp.oauth.http.proxy", "proxy.corp.example:3128",
                        "mcp.oauth.http.user-agent", "crm/1.0"))
                .connections();
        assertEquals(Duration.ofSeconds(1), connections.connectTimeout());
        assertEquals(Duration.ofSeconds(7), connections.requestTimeout());
        assertEquals("crm/1.0", connections.userAgent());
        assertEquals(
                List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.corp.example", 3128))),
                Objects.requireNonNull(connections.proxy()).select(INTRANET));
    }

    @Test
    void theProxyOfTheJvmIsUsedWhenAskedForOnly() {
        assertNull(read(Map.of()).connections().proxy());
        assertNull(read(Map.of("mcp.oauth.http.proxy", "none")).connections().proxy());
        assertSame(
                ProxySelector.getDefault(),
                read(Map.of("mcp.oauth.http.proxy", "jvm")).connections().proxy());
    }

    @Test
    void aProxyNeedsHostsThatMayBeCalledThroughIt() {
        RuntimeSettings open = read(Map.of("mcp.oauth.http.proxy", "proxy.corp.example:3128"));
        ConfigurationException refused = assertThrows(ConfigurationException.class, open::endpointPolicy);
        assertEquals("mcp.oauth.url-policy.allowed-hosts", refused.key());
        EndpointPolicy listed = read(Map.of(
                        "mcp.oauth.http.proxy", "proxy.corp.example:3128",
                        "mcp.oauth.url-policy.allowed-hosts", "idp.corp.example"))
                .endpointPolicy();
        assertTrue(listed.isHostAllowListed(INTRANET));
    }

    @ParameterizedTest
    @CsvSource({
        "proxy, proxy.corp.example",
        "proxy, proxy.corp.example:",
        "proxy, http://proxy.corp.example:3128",
        "proxy, user:pw@proxy.corp.example:3128",
        "proxy, proxy.corp.example:3128/path",
        "proxy, proxy corp:3128",
        "proxy, JVM",
        "read-timeout, PT0S",
        "read-timeout, PT11S",
        "read-timeout, soon",
        "connect-timeout, PT61S",
        "user-agent, crm\u00e9"
    })
    void whatConnectionsCannotBeIsNamedByItsKey(String key, String value) {
        List<String> problems = Keys.problems(() -> read(Map.of("mcp.oauth.http." + key, value)));
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).startsWith("mcp.oauth.http." + key + ": "), problems.get(0));
        assertFalse(problems.get(0).contains("pw"), problems.get(0));
    }

    @Test
    void implementationsAreChosenByClassName() {
        assertEquals(
                List.of(new RuntimeSettings.Implementation(TokenVerifierFactory.class, "com.example.Verifiers")),
                read(Map.of("mcp.oauth.implementation.token-verifier", "com.example.Verifiers"))
                        .implementations());
    }

    private static void check(EndpointPolicy policy, URI url, String address) throws Exception {
        policy.checkUri(url);
        policy.checkAddresses(url, List.of(InetAddress.getByName(address)));
    }

    private static RuntimeSettings read(Map<String, String> keys) {
        return RuntimeSettings.read(Keys.config(keys), Credentials.NONE);
    }
}
