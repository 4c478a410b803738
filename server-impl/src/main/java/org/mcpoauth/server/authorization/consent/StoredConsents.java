package org.mcpoauth.server.authorization.consent;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.spi.server.Consent;
import org.mcpoauth.spi.server.Consents;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StatePage;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * What users agreed to, in the state store: one record for each user, client and redirect URI (MCP security
 * best practices, "Confused Deputy Problem").
 */
public final class StoredConsents implements Consents {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization.consent");
    private static final String NAMESPACE = "consent";
    private static final int MAX_LISTED = 1000;
    private static final int PAGE = 100;
    private static final int MAX_OF_USER = 200;
    private static final int TRIES = 100;
    // what an encrypted store takes
    private static final int MAX_BYTES = 49_100;

    private final StateStore store;
    private final AgreementsJson json;
    private final InstantSource clock;

    /**
     * Knows what is in a store.
     *
     * @param store the store
     * @param json reads and writes it
     * @param clock what time it is
     */
    public StoredConsents(StateStore store, StrictJson json, InstantSource clock) {
        this.store = store;
        this.json = new AgreementsJson(json);
        this.clock = clock;
    }

    /**
     * Whether a user agreed to all that is requested.
     *
     * @param subject the user
     * @param clientId who asks
     * @param parameters where it is to be used and where the answer goes
     * @param scopes what is to be allowed
     * @return {@code false} if anything is new
     */
    public boolean cover(String subject, String clientId, AuthorizationParameters parameters, Scopes scopes) {
        return store.get(key(subject, clientId, parameters.redirectUri()))
                .map(entry -> json.read(entry.value()))
                .filter(known -> known.cover(parameters.resources(), scopes, clock.instant()))
                .isPresent();
    }

    /**
     * Remembers what a user agreed to. Where there is no room for it the user is asked again; of what does not fit into
     * one record the oldest is forgotten, and a user has 200 records at most, which nobody else could bound.
     *
     * @param subject the user
     * @param clientId who asked
     * @param parameters where it is to be used and where the answer goes
     * @param scopes what the user allowed
     * @param lifetime how long that holds
     */
    public void add(
            String subject, String clientId, AuthorizationParameters parameters, Scopes scopes, Duration lifetime) {
        StateKey key = key(subject, clientId, parameters.redirectUri());
        Instant now = clock.instant();
        Agreement agreement = new Agreement(parameters.resources(), scopes, now.plus(lifetime));
        try {
            for (int i = 0; i < TRIES; i++) {
                String before = store.get(key).map(StateEntry::value).orElse(null);
                if (before == null && hasMost(subject)) {
                    return;
                }
                ClientAgreements known = before == null
                        ? new ClientAgreements(clientId, parameters.redirectUri(), List.of())
                        : json.read(before);
                if (replace(key, before, entry(subject, known.with(agreement, now)), lifetime)) {
                    return;
                }
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "MCPO4589 what a user agrees to changes too fast to be remembered: the user is asked again");
        } catch (StorageException e) {
            if (!e.code().equals(FailureCode.STORE_FULL)) {
                throw e;
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "MCPO4581 no room to remember what users agree to: they are asked again");
        }
    }

    @Override
    public List<Consent> of(String subject) {
        List<Consent> consents = new ArrayList<>();
        Instant now = clock.instant();
        String from = null;
        do {
            StatePage page = store.scan(NAMESPACE, owner(subject), from, PAGE);
            page.entries().values().forEach(entry -> addCurrent(consents, json.read(entry.value()), now));
            from = page.next();
        } while (from != null && consents.size() < MAX_LISTED);
        return consents.stream().limit(MAX_LISTED).toList();
    }

    @Override
    public boolean revoke(String subject, String clientId) {
        boolean isAny = false;
        String from = null;
        do {
            StatePage page = store.scan(NAMESPACE, owner(subject), from, PAGE);
            for (var entry : page.entries().entrySet()) {
                boolean isOfClient =
                        json.read(entry.getValue().value()).clientId().equals(clientId);
                isAny |= isOfClient && store.take(entry.getKey()).isPresent();
            }
            from = page.next();
        } while (from != null);
        return isAny;
    }

    private boolean hasMost(String subject) {
        return store.scan(NAMESPACE, owner(subject), null, MAX_OF_USER)
                        .entries()
                        .size()
                == MAX_OF_USER;
    }

    private boolean replace(StateKey key, @Nullable String before, StateEntry after, Duration ttl) {
        return before == null ? store.putIfAbsent(key, after, ttl) : store.compareAndSet(key, before, after, ttl);
    }

    private StateEntry entry(String subject, ClientAgreements agreements) {
        ClientAgreements kept = agreements;
        String text = json.write(kept);
        while (!fits(text) && !kept.agreements().isEmpty()) {
            kept = kept.withoutOldest();
            text = json.write(kept);
        }
        return new StateEntry(text, owner(subject));
    }

    private static boolean fits(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }

    private static void addCurrent(List<Consent> consents, ClientAgreements known, Instant now) {
        known.agreements().stream()
                .filter(agreement -> agreement.holdsAt(now))
                .map(agreement -> new Consent(
                        known.clientId(),
                        known.redirectUri(),
                        agreement.resources(),
                        agreement.scopes(),
                        agreement.until()))
                .forEach(consents::add);
    }

    private static String owner(String subject) {
        return Sha256.base64Url(subject);
    }

    /** The parts are hashed apart, so that no boundary can be moved. */
    private static StateKey key(String subject, String clientId, URI redirectUri) {
        return new StateKey(
                NAMESPACE,
                Sha256.base64Url(
                        owner(subject) + Sha256.base64Url(clientId) + Sha256.base64Url(redirectUri.toString())));
    }
}
