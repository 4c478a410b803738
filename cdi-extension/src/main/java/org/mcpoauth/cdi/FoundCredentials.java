package org.mcpoauth.cdi;

import org.mcpoauth.cdi.config.Credentials;

/**
 * What the application knows of aliases, looked up once. Public for the container alone.
 *
 * @param credentials knows the secrets of aliases
 */
public record FoundCredentials(Credentials credentials) {}
