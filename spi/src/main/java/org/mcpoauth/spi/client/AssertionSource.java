package org.mcpoauth.spi.client;

import java.nio.file.Path;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;

/**
 * Knows the token with which the platform vouches for this workload, to be presented as an assertion
 * (RFC 7523, section 2.1; MCP extension "Workload Identity Federation").
 *
 * <p>Safe for use by several threads. It is asked again for each new access token.
 */
@FunctionalInterface
public interface AssertionSource {

    /**
     * The current token of the workload.
     *
     * @param audience the authorization server it will be presented to
     * @return a JWT
     * @throws org.mcpoauth.api.error.ConfigurationException if there is none
     */
    Secret assertion(Issuer audience);

    /**
     * The token that a platform projects into a file and replaces from time to time, as Kubernetes does.
     * The file is read each time, so that a replaced token is seen at once.
     *
     * @param file at most 64 KiB of text; white space around it does not count
     * @return a source that has the same token for every authorization server
     */
    static AssertionSource file(Path file) {
        TokenFile token = new TokenFile(file, "workload.token-file");
        return audience -> token.read();
    }
}
