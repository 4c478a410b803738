package org.mcpoauth.server.authorization.grant;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.server.proof.DpopProof;

/**
 * The keys a token request proves to hold.
 *
 * @param proof its DPoP proof, which may be a replay; {@code null} for none
 * @param certificate the TLS certificate of the client; {@code null} for none
 */
record PresentedKeys(@Nullable DpopProof proof, @Nullable X509Certificate certificate) {}
