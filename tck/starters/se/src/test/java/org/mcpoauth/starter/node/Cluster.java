package org.mcpoauth.starter.node;

import java.util.List;
import java.util.UUID;

/** Two nodes in processes of their own that are the two members of one Hazelcast cluster. */
final class Cluster {
    private static final String LOCATION = "classpath:hazelcast-state.xml#mcp-oauth-state";

    private Cluster() {}

    static List<NodeProcess> start(String issuer) {
        String cluster = UUID.randomUUID().toString();
        // port 1 has no member: the first one begins the cluster
        NodeProcess first = start(issuer, cluster, 1).awaitReady();
        return awaitReady(List.of(first, start(issuer, cluster, first.memberPort())));
    }

    /** All of them, or none. */
    static List<NodeProcess> awaitReady(List<NodeProcess> nodes) {
        try {
            nodes.forEach(NodeProcess::awaitReady);
            return nodes;
        } catch (AssertionError e) {
            nodes.forEach(NodeProcess::close);
            throw e;
        }
    }

    private static NodeProcess start(String issuer, String cluster, int other) {
        return NodeProcess.start(
                issuer,
                "jcache",
                LOCATION,
                "-Dhazelcast.jcache.provider.type=member",
                "-Dtest.cluster=" + cluster,
                "-Dtest.port=0",
                "-Dtest.members=127.0.0.1:" + other);
    }
}
