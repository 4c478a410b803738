package org.mcpoauth.server.token;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.key.CachedKeySet;
import org.mcpoauth.spi.key.KeySetCache;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.http.Document;

/**
 * The fetched key set of an issuer with a cache behind it, which gets what is fetched and gives what was
 * fetched before this process. What it gives is read as what is fetched; it never stands in the way of a
 * fetch.
 */
final class KeptKeySet implements KeySetSource {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.token");

    private final Issuer issuer;
    private final @Nullable URI configured;
    private final KeySetSource remote;
    private final KeySetCache cache;
    private final KeySetReader reader;
    private final InstantSource clock;

    KeptKeySet(
            Issuer issuer,
            @Nullable URI configured,
            KeySetSource remote,
            KeySetCache cache,
            KeySetReader reader,
            InstantSource clock) {
        this.issuer = issuer;
        this.configured = configured;
        this.remote = remote;
        this.cache = cache;
        this.reader = reader;
        this.clock = clock;
    }

    @Override
    public FetchedKeys fetch(@Nullable FetchedKeys previous) {
        FetchedKeys keys = remote.fetch(previous);
        try {
            cache.save(exported(keys));
        } catch (StorageException e) {
            LOG.log(System.Logger.Level.WARNING, "MCPO4005 the key set of " + issuer + " is not kept", e);
        }
        return keys;
    }

    @Override
    public @Nullable FetchedKeys kept() {
        try {
            Optional<CachedKeySet> kept = cache.load(issuer);
            return kept.isEmpty() ? null : imported(kept.get());
        } catch (StorageException e) {
            LOG.log(System.Logger.Level.WARNING, "MCPO4006 the kept key set of " + issuer + " cannot be had", e);
        } catch (MalformedException e) {
            LOG.log(System.Logger.Level.WARNING, "MCPO4007 the kept key set of " + issuer + " is refused", e);
        }
        return null;
    }

    private CachedKeySet exported(FetchedKeys keys) {
        Document document = keys.document();
        String text = new String(document.body(), StandardCharsets.UTF_8);
        return new CachedKeySet(issuer, keys.location(), text, keys.fetchedAt(), document.entityTag());
    }

    /** How long its server called the set fresh is not kept: it is renewed after the configured time. */
    private FetchedKeys imported(CachedKeySet kept) throws MalformedException {
        require(kept.issuer().equals(issuer), "it is of another issuer");
        require(configured == null || configured.equals(kept.location()), "it is from another place");
        require(!kept.fetchedAt().isAfter(clock.instant()), "it is from the future");
        byte[] body = kept.document().getBytes(StandardCharsets.UTF_8);
        Document document = new Document(body, null, kept.entityTag());
        return new FetchedKeys(kept.location(), document, reader.read(body), kept.fetchedAt());
    }

    private static void require(boolean condition, String message) throws MalformedException {
        if (!condition) {
            throw new MalformedException(MalformedException.Fault.KEY, message);
        }
    }
}
