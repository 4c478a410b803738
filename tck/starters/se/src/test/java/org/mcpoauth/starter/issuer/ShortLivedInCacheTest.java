package org.mcpoauth.starter.issuer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Secret;
import org.mcpoauth.jcache.JCacheStateStore;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.starter.store.Caches;
import org.mcpoauth.starter.store.Databases;
import org.mcpoauth.starter.store.Nodes;

/**
 * An authorization server of two nodes that keeps grants in a data base and short-lived entries in a cache. When the cache
 * loses everything, users begin again, and nothing is given out twice.
 */
class ShortLivedInCacheTest {
    private static final int NODES = 2;

    private final RequestLog log = new RequestLog();
    private final Calls calls = new Calls(log);
    private List<StateStore> databases = List.of();
    private List<HazelcastInstance> members = List.of();
    private List<IssuerNode> servers = List.of();
    private URI first;
    private URI second;

    @BeforeEach
    void start() {
        databases = Nodes.on(Databases.h2InMemory(), Clock.systemUTC(), NODES);
        String cluster = Caches.newCluster();
        HazelcastInstance member = Caches.member(cluster, List.of());
        members = List.of(member, Caches.member(cluster, List.of(member)));
        Secret key = Secret.of(Site.newKey());
        servers = IntStream.range(0, NODES).mapToObj(node -> node(node, key)).toList();
        first = servers.get(0).address();
        second = servers.get(1).address();
    }

    private IssuerNode node(int number, Secret key) {
        McpOAuthRuntime.Builder stores = McpOAuthRuntime.builder()
                .stateStore(databases.get(number))
                .shortLivedStore(JCacheStateStore.on(Caches.cache(members.get(number)), Clock.systemUTC()));
        return new IssuerNode(stores, key);
    }

    @AfterEach
    void end() {
        servers.forEach(IssuerNode::close);
        endCache();
    }

    private void endCache() {
        members.forEach(member -> member.getLifecycleService().terminate());
    }

    private Browser browser() {
        return new Browser(first, second);
    }

    private Cache<String, String> cache() {
        return Caches.cache(members.get(0));
    }

    /** The namespaces of what is in the cache; a key begins with one. */
    private Set<String> cached() {
        Set<String> names = new TreeSet<>();
        StreamSupport.stream(cache().spliterator(), false)
                .map(Cache.Entry::getKey)
                .forEach(key -> names.add(key.split("[/#]", 2)[0].replace(IssuerNode.SUFFIX, "")));
        return names;
    }

    @Test
    void eachStoreHasWhatItIsFor() throws IOException {
        HttpResponse<String> redeemed = calls.redeem(second, browser().authorize());
        assertEquals(200, redeemed.statusCode(), redeemed::body);
        browser().open();
        assertEquals(Set.of("login-session", "pending-authorization", "pending-authorization-of-browser"), cached());
        StateStore database = databases.get(0);
        assertEquals(1, database.count("grant" + IssuerNode.SUFFIX));
        assertEquals(1, database.count("consent" + IssuerNode.SUFFIX));
        assertEquals(0, database.count("login-session" + IssuerNode.SUFFIX));
        assertEquals(0, database.count("pending-authorization" + IssuerNode.SUFFIX));
    }

    // RFC 6749, section 4.1.2, and RFC 9700, section 4.14.2: at either node
    @Test
    void twoNodesBehaveAsOne() throws IOException {
        String code = browser().authorize();
        HttpResponse<String> redeemed = calls.redeem(first, code);
        HttpResponse<String> refreshed = calls.refresh(second, Calls.text(redeemed, "refresh_token"));
        assertTrue(calls.isActive(first, Calls.text(refreshed, "access_token")));
        assertRefused(calls.redeem(second, code));
        assertFalse(calls.isActive(first, Calls.text(refreshed, "access_token")));
        log.assertNothingTwice();
    }

    @Test
    void whoWaitsBeforeAPageBeginsAgainWhenTheCacheIsLost() throws IOException {
        Browser browser = browser();
        HttpResponse<String> page = browser.open();
        assertEquals(200, page.statusCode());
        cache().clear();
        HttpResponse<String> answer = browser.login(page);
        assertEquals(400, answer.statusCode(), answer::body);
        assertEquals(0, databases.get(0).count("grant" + IssuerNode.SUFFIX));
        assertEquals(200, calls.redeem(first, browser.authorize()).statusCode());
    }

    @Test
    void whoWasLoggedInLogsInAgainWhenTheCacheIsLost() throws IOException {
        Browser browser = browser();
        browser.authorize();
        assertEquals(302, browser.open().statusCode(), "neither login nor consent is asked for");
        cache().clear();
        HttpResponse<String> page = browser.open();
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("name=\"password\""), page::body);
    }

    @Test
    void nothingIsIssuedTwiceWhenTheCacheIsLost() throws IOException {
        String code = browser().authorize();
        cache().clear();
        HttpResponse<String> redeemed = calls.redeem(first, code);
        String spent = Calls.text(redeemed, "refresh_token");
        HttpResponse<String> refreshed = calls.refresh(second, spent);
        assertEquals(200, refreshed.statusCode(), refreshed::body);
        cache().clear();
        assertRefused(calls.redeem(second, code));
        assertRefused(calls.refresh(first, spent));
        assertRefused(calls.refresh(first, Calls.text(refreshed, "refresh_token")));
        assertFalse(calls.isActive(second, Calls.text(refreshed, "access_token")));
        log.assertNothingTwice();
    }

    // RFC 6749, section 4.1.2.1
    @Test
    void withoutTheCacheNobodyLogsInButTokensAreRenewed() throws IOException {
        HttpResponse<String> redeemed = calls.redeem(first, browser().authorize());
        endCache();
        assertEquals("temporarily_unavailable", Browser.parameter(browser().open(), "error"));
        HttpResponse<String> refreshed = calls.refresh(second, Calls.text(redeemed, "refresh_token"));
        assertEquals(200, refreshed.statusCode(), refreshed::body);
        assertTrue(calls.isActive(first, Calls.text(refreshed, "access_token")));
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertEquals(400, answer.statusCode(), answer::body);
        assertEquals("invalid_grant", Calls.text(answer, "error"));
    }
}
