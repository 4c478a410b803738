package org.mcpoauth.starter.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.support.http.JdkHttpTransport;

/**
 * A process whose callers call the MCP server one call after the other, until its standard input ends: name,
 * URL, port of PostgreSQL, time of the server, number of callers. It says what failed.
 */
final class SharerMain {
    private SharerMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        ToldClock clock = new ToldClock(Instant.ofEpochMilli(Long.parseLong(arguments[3])));
        AtomicBoolean isOver = new AtomicBoolean();
        try (McpOAuthRuntime runtime = TokenSharer.runtime(Integer.parseInt(arguments[2]), clock)
                .transport(clock.listening(JdkHttpTransport.builder().build()))
                .build()) {
            McpOAuthClient client = runtime.client(
                    TokenSharer.configuration(URI.create(arguments[1])).build());
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < Integer.parseInt(arguments[4]); i++) {
                String caller = arguments[0] + i;
                callers.add(new Thread(() -> call(client, clock, caller, isOver), caller));
            }
            callers.forEach(Thread::start);
            System.out.println("ready to call");
            while (System.in.read() >= 0) {
                // nothing is said to it
            }
            isOver.set(true);
            for (Thread caller : callers) {
                caller.join();
            }
        }
        System.out.println("done");
        System.exit(0);
    }

    private static void call(McpOAuthClient client, ToldClock clock, String caller, AtomicBoolean isOver) {
        for (int number = 1; !isOver.get(); number++) {
            try {
                HttpResponse<String> answer =
                        client.send(TokenSharer.request(client, caller + " " + number), BodyHandlers.ofString());
                clock.learn(answer.headers());
            } catch (Exception e) {
                System.out.println("failed " + caller + " " + number + " " + e);
            }
        }
    }
}
