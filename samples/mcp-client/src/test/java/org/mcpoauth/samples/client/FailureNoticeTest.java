package org.mcpoauth.samples.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailureNoticeTest {
    private final Logger logger = Logger.getLogger("org.mcpoauth.samples.client");
    private final List<LogRecord> records = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            records.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(handler);
    }

    @Test
    void theCauseIsInTheLogAndNotOnThePage() {
        IOException cause = new IOException("connection reset");
        Html notice = FailureNotice.of("home", ServerFailedException.unknown(cause));

        assertFalse(notice.markup().contains("reset"), notice.markup());
        assertEquals(1, records.size());
        assertSame(cause, records.get(0).getThrown());
        assertTrue(records.get(0).getMessage().contains("home"));
    }

    @Test
    void whatTheServerSaysIsOnThePageAndNotInTheLog() {
        Html notice = FailureNotice.of("home", ServerFailedException.refused("no <form>"));

        assertTrue(notice.markup().contains("no &lt;form&gt;"), notice.markup());
        assertFalse(records.get(0).getMessage().contains("form"));
    }
}
