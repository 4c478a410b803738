package org.mcpoauth.cdi;

import org.mcpoauth.cdi.config.Credentials;

/**
 * What the application knows of aliases, looked up once. Public for the container alone.
 *
 * @param credentials knows the secrets of aliases
 */
// what it holds is for this module alone
@SuppressWarnings("exports")
public record FoundCredentials(Credentials credentials) {}
