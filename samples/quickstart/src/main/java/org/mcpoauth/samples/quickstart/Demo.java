package org.mcpoauth.samples.quickstart;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs the whole flow once, or keeps the server up for other clients. */
public final class Demo {
    private Demo() {}

    /**
     * Runs the demo.
     *
     * @param arguments {@code -v} for wire details, or {@code --serve [PORT]} to keep the server up
     * @throws Exception if a step is not as it should be; the process then ends with a status of its own
     */
    public static void main(String[] arguments) throws Exception {
        List<String> options = List.of(arguments);
        if (options.contains("--serve")) {
            serve(port(options));
        } else {
            run(options.contains("-v"));
        }
    }

    private static void run(boolean verbose) throws Exception {
        try (QuickstartServer server = QuickstartServer.start(0)) {
            new Flow(server.mcpUrl(), new Narrator(System.out, verbose, Boolean.getBoolean("quickstart.colour"))).run();
        }
    }

    private static void serve(int port) throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        QuickstartServer server = QuickstartServer.start(port);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            stopped.countDown();
        }));
        System.out.println("ready " + server.mcpUrl());
        System.out.flush();
        stopped.await();
    }

    private static int port(List<String> options) {
        int next = options.indexOf("--serve") + 1;
        return next < options.size() ? Integer.parseInt(options.get(next)) : 0;
    }
}
