package org.mcpoauth.spi.server;

import java.util.List;
import java.util.Objects;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.Changing;

/**
 * Whether and how clients register themselves (RFC 7591), and manage their registration (RFC 7592). Immutable. The
 * text form shows no token.
 *
 * @param offered whether they may
 * @param maxClients how many may, 1 to 1000000
 * @param mode who may
 * @param initialAccessTokens the tokens of which a client presents one (RFC 7591, section 3); may be empty
 * @param management whether clients may read, replace and remove their registration (RFC 7592)
 * @param terms what clients get, and for how long
 * @param policy decides beyond the rules
 * @param statementIssuers whose software statements are taken (RFC 7591, section 2.3); empty to ignore them
 */
public record DynamicRegistration(
        boolean offered,
        int maxClients,
        Mode mode,
        Changing<List<Secret>> initialAccessTokens,
        boolean management,
        RegistrationTerms terms,
        RegistrationPolicy policy,
        List<AssertionIssuer> statementIssuers) {
    private static final int MOST_CLIENTS = 1_000_000;

    /** Not offered. */
    public static final DynamicRegistration OFF = new DynamicRegistration(
            false,
            1000,
            Mode.OPEN,
            Changing.of(List.of()),
            false,
            RegistrationTerms.DEFAULT,
            RegistrationPolicy.DEFAULT,
            List.of());

    /** Offered to everybody, to a thousand clients at most. */
    public static final DynamicRegistration OPEN = OFF.withOffered(true);

    /** Who may register (RFC 7591, section 3). */
    public enum Mode {
        /** Everybody; a good initial access token tells the policy more, a bad one counts as none. */
        OPEN,
        /** Those who present a good initial access token. */
        TOKEN
    }

    /**
     * Checks and copies the components.
     *
     * @throws ConfigurationException if a value breaks a rule
     */
    public DynamicRegistration {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(terms, "terms");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(initialAccessTokens, "initialAccessTokens");
        statementIssuers = AssertionIssuer.distinct("dcr.software-statement.issuers", statementIssuers);
        if (maxClients <= 0 || maxClients > MOST_CLIENTS) {
            throw new ConfigurationException("dcr.max-clients", "must be positive and at most " + MOST_CLIENTS);
        }
    }

    /**
     * The same with another value: whether they may.
     *
     * @param value the new value
     * @return a new value
     */
    public DynamicRegistration withOffered(boolean value) {
        return new DynamicRegistration(
                value, maxClients, mode, initialAccessTokens, management, terms, policy, statementIssuers);
    }

    /**
     * The same with another value: how many may, 1 to 1000000.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public DynamicRegistration withMaxClients(int value) {
        return new DynamicRegistration(
                offered, value, mode, initialAccessTokens, management, terms, policy, statementIssuers);
    }

    /**
     * The same with another value: who may.
     *
     * @param value the new value
     * @return a new value
     */
    public DynamicRegistration withMode(Mode value) {
        return new DynamicRegistration(
                offered, maxClients, value, initialAccessTokens, management, terms, policy, statementIssuers);
    }

    /**
     * The same with another value: the tokens of which a client presents one (RFC 7591, section 3); may be empty.
     *
     * @param value the new value
     * @return a new value
     */
    public DynamicRegistration withInitialAccessTokens(List<Secret> value) {
        return withInitialAccessTokens(Changing.of(List.copyOf(value)));
    }

    /**
     * The same with tokens that may be exchanged; none is good any more that is not among them.
     *
     * @param value gives the tokens
     * @return a new value
     */
    public DynamicRegistration withInitialAccessTokens(Changing<List<Secret>> value) {
        return new DynamicRegistration(offered, maxClients, mode, value, management, terms, policy, statementIssuers);
    }

    /**
     * The same with another value: whether clients may read, replace and remove their registration (RFC 7592).
     *
     * @param value the new value
     * @return a new value
     */
    public DynamicRegistration withManagement(boolean value) {
        return new DynamicRegistration(
                offered, maxClients, mode, initialAccessTokens, value, terms, policy, statementIssuers);
    }

    /**
     * The same with another value: what clients get, and for how long.
     *
     * @param value the new value
     * @return a new value
     */
    public DynamicRegistration withTerms(RegistrationTerms value) {
        return new DynamicRegistration(
                offered, maxClients, mode, initialAccessTokens, management, value, policy, statementIssuers);
    }

    /**
     * The same with another value: decides beyond the rules.
     *
     * @param value the new value
     * @return a new value
     */
    public DynamicRegistration withPolicy(RegistrationPolicy value) {
        return new DynamicRegistration(
                offered, maxClients, mode, initialAccessTokens, management, terms, value, statementIssuers);
    }

    /**
     * The same with another value: whose software statements are taken (RFC 7591, section 2.3); empty to ignore them.
     *
     * @param value the new value
     * @return a new value
     */
    public DynamicRegistration withStatementIssuers(List<AssertionIssuer> value) {
        return new DynamicRegistration(
                offered, maxClients, mode, initialAccessTokens, management, terms, policy, value);
    }

    /** Gives what is offered. */
    @Override
    public String toString() {
        return "DynamicRegistration[offered=" + offered + ", mode=" + mode + ", management=" + management + "]";
    }
}
