package org.mcpoauth.samples.quickstart;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server as demo.sh --serve starts it, in a process of its own. */
class ServeTest {
    /** Its own end and that of its container are not in each other's way. */
    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void aSignalEndsItWithoutAFailure() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Demo.class.getName(),
                        "--serve")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            while (line != null && !line.startsWith("ready http://127.0.0.1:")) {
                line = output.readLine();
            }
            assertTrue(line != null, "it did not start");
            // by its handle, which leaves the output open
            process.toHandle().destroy();
            StringWriter rest = new StringWriter();
            output.transferTo(rest);
            assertFalse(rest.toString().contains("Exception"), rest::toString);
        } finally {
            process.destroyForcibly();
        }
    }
}
