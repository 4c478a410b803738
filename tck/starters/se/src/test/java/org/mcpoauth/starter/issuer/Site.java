package org.mcpoauth.starter.issuer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.server.AccessTokenFormat;
import org.mcpoauth.spi.support.store.JdbcOptions;
import org.mcpoauth.spi.support.store.JdbcStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;
import org.mcpoauth.starter.node.NodeProcess;
import org.mcpoauth.starter.store.Databases;

/** An authorization server of several processes, with one signing key and one table. They end with it. */
final class Site implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final int RSA_BITS = 2048;

    private final List<NodeProcess> nodes = new ArrayList<>();
    private final String table = "issuer_" + NUMBER.incrementAndGet();
    private final Path signingKey;
    private final int port;
    private final AccessTokenFormat format;
    private final IdentityProvider identityProvider;

    /**
     * A site without nodes.
     *
     * @param folder where its key may be
     * @param database the port of PostgreSQL, where the table is made
     * @param port the port at which its nodes find it
     * @param format of their access tokens
     */
    Site(Path folder, int database, int port, AccessTokenFormat format) {
        this.signingKey = folder.resolve("signing-key.pem");
        this.port = port;
        this.format = format;
        String key = newKey();
        this.identityProvider = IdentityProvider.of(Secret.of(key));
        try {
            Files.writeString(signingKey, key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        store(database).createTableIfAbsent();
    }

    /** A site on the PostgreSQL of all tests. */
    static Site onPostgres(Path folder) {
        return onPostgres(folder, AccessTokenFormat.JWT);
    }

    /** The same with access tokens of some format. */
    static Site onPostgres(Path folder, AccessTokenFormat format) {
        return new Site(folder, Databases.postgresPort(), Databases.postgresPort(), format);
    }

    /** Whom its nodes trust. */
    IdentityProvider identityProvider() {
        return identityProvider;
    }

    /** Starts a node, without waiting for it. */
    NodeProcess start() {
        return startAhead(Duration.ZERO);
    }

    /** Starts a node for which it is later. */
    NodeProcess startAhead(Duration ahead, String... moment) {
        List<String> arguments = new ArrayList<>(
                List.of(Integer.toString(port), table, signingKey.toString(), ahead.toString(), format.name()));
        arguments.addAll(List.of(moment));
        NodeProcess node = NodeProcess.start(IssuerMain.class, List.of(), arguments);
        nodes.add(node);
        return node;
    }

    /** Starts two nodes and gives where they are. */
    List<URI> startBoth() {
        List<NodeProcess> both = List.of(start(), start());
        return both.stream().map(node -> node.awaitReady().address()).toList();
    }

    /** Starts a node that stands still at a moment. */
    NodeProcess start(Moment moment) {
        return startAhead(Duration.ZERO, moment.name());
    }

    /** The state of the nodes as this process sees it. */
    JdbcStateStore store(int database) {
        JdbcOptions options = new JdbcOptions(table, JdbcOptions.defaults().statementTimeout());
        return new JdbcStateStore(Databases.postgres(database), Clock.systemUTC(), StoreLimits.defaults(), options);
    }

    /** A signing key as PEM. */
    static String newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS);
            byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(key)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        nodes.forEach(NodeProcess::close);
    }
}
