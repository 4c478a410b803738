package org.mcpoauth.starter.issuer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.starter.node.NodeProcess;

/**
 * Clients that do everything at two nodes at once while one of them is killed. Who gets no answer goes on at the
 * other node, without knowing whether the request was served.
 */
class MixedLoadTest {
    private static final int CLIENTS = 6;
    private static final int ANSWERS_BEFORE = 40;
    private static final int ANSWERS_AFTER = 60;
    private static final int LIMIT_SECONDS = 120;

    private final RequestLog log = new RequestLog();
    private final Calls calls = new Calls(log);
    private final Progress progress = new Progress();

    /** How many requests for tokens have been answered, before one node was killed and after that. */
    private static final class Progress {
        private final CountDownLatch before = new CountDownLatch(ANSWERS_BEFORE);
        private final CountDownLatch after = new CountDownLatch(ANSWERS_AFTER);
        private volatile boolean isKilled;

        void answered() {
            (isKilled ? after : before).countDown();
        }

        boolean isEnough() {
            return after.getCount() == 0;
        }
    }

    // RFC 6749, section 4.1.2; RFC 7009, section 2; RFC 9700, section 4.14.2
    @Test
    void withOneNodeKilledNothingAcknowledgedIsLostAndNothingIsIssuedTwice(@TempDir Path folder) throws Exception {
        try (Site site = Site.onPostgres(folder)) {
            NodeProcess doomed = site.start();
            URI survivor = site.start().awaitReady().address();
            List<URI> nodes = List.of(doomed.awaitReady().address(), survivor);
            List<MixedClient> clients = Stream.generate(() -> new MixedClient(calls, nodes, survivor))
                    .limit(CLIENTS)
                    .toList();
            load(clients, doomed);
            for (MixedClient client : clients) {
                client.assertNothingLost();
            }
            log.assertNothingTwice();
        }
    }

    private void load(List<MixedClient> clients, NodeProcess doomed) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Void>> running = clients.stream()
                    .map(client -> threads.submit(working(client)))
                    .toList();
            boolean isBusy = progress.before.await(LIMIT_SECONDS, TimeUnit.SECONDS);
            doomed.kill();
            progress.isKilled = true;
            for (Future<Void> one : running) {
                one.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
            assertTrue(isBusy, "the nodes do not answer");
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<Void> working(MixedClient client) {
        return () -> {
            while (!progress.isEnough()) {
                client.useOneGrant(progress::answered);
            }
            return null;
        };
    }
}
