package org.mcpoauth.starter.node;

import com.hazelcast.core.Hazelcast;
import java.io.IOException;
import java.time.Clock;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.support.store.JdbcOptions;
import org.mcpoauth.spi.support.store.JdbcStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;
import org.mcpoauth.starter.store.Databases;

/**
 * A node as a process of its own: {@code jdbc} and the port of PostgreSQL, or {@code jcache} and the
 * location of the cache. It says when it is ready, and ends with its standard input, so that it never
 * outlives the test that started it.
 */
final class NodeMain {
    private NodeMain() {}

    public static void main(String[] arguments) throws IOException {
        McpOAuthRuntime.Builder builder = McpOAuthRuntime.builder().allowLoopback();
        if (arguments[1].equals("jdbc")) {
            builder.stateStore(new JdbcStateStore(
                    Databases.postgres(Integer.parseInt(arguments[2])),
                    Clock.systemUTC(),
                    StoreLimits.defaults(),
                    JdbcOptions.defaults()));
        } else {
            builder.stateStore(arguments[1], arguments[2]);
        }
        try (Node node = new Node(builder.build(), Issuer.of(arguments[0]))) {
            System.out.println("ready " + node.mcp() + " " + memberPort());
            while (System.in.read() >= 0) {
                // nothing is said to it
            }
        }
        System.exit(0);
    }

    /** Where other members of the cluster find this one; 0 without a cluster. */
    private static int memberPort() {
        return Hazelcast.getAllHazelcastInstances().stream()
                .mapToInt(member ->
                        member.getCluster().getLocalMember().getAddress().getPort())
                .findFirst()
                .orElse(0);
    }
}
