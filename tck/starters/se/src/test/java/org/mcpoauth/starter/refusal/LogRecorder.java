package org.mcpoauth.starter.refusal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Records what loggers log at any level, while it is open. */
final class LogRecorder extends Handler implements AutoCloseable {
    private final Logger logger;
    private final Optional<Level> levelBefore;
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    /** Records a logger and all below it that have no level of their own; the empty name is the root. */
    LogRecorder(String name) {
        logger = Logger.getLogger(name);
        levelBefore = Optional.ofNullable(logger.getLevel());
        setLevel(Level.ALL);
        logger.setLevel(Level.ALL);
        logger.addHandler(this);
    }

    /** The messages of our own loggers. */
    List<String> messages() {
        return records.stream()
                .filter(LogRecorder::isOurs)
                .map(LogRecord::getMessage)
                .toList();
    }

    /** The messages of our own loggers that are warnings. */
    List<String> warnings() {
        return records.stream()
                .filter(logged -> isOurs(logged) && logged.getLevel().equals(Level.WARNING))
                .map(LogRecord::getMessage)
                .toList();
    }

    /** Everything that loggers of other names logged, each with parameters and with what was thrown. */
    List<String> everythingBut(String namePrefix) {
        return records.stream()
                .filter(logged -> !String.valueOf(logged.getLoggerName()).startsWith(namePrefix))
                .map(LogRecorder::text)
                .toList();
    }

    private static boolean isOurs(LogRecord logged) {
        return String.valueOf(logged.getLoggerName()).startsWith("org.mcpoauth");
    }

    private static String text(LogRecord logged) {
        StringBuilder text = new StringBuilder(
                logged.getLoggerName() + " " + logged.getMessage() + " " + Arrays.deepToString(logged.getParameters()));
        for (Throwable thrown = logged.getThrown(); thrown != null; thrown = thrown.getCause()) {
            text.append(' ').append(thrown).append(Arrays.toString(thrown.getSuppressed()));
        }
        return text.toString();
    }

    @Override
    public void publish(LogRecord logged) {
        records.add(logged);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(levelBefore.orElse(null));
    }
}
