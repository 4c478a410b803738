package org.mcpoauth.server.authorization.client;

import java.util.Set;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;

/** How a request says who it is from. One way may stand for several methods; the registered one decides. */
enum PresentedWay {
    /** Only the identifier: a public client, or one whose TLS certificate says the rest. */
    IDENTIFIER(
            ClientAuthenticationMethod.NONE,
            ClientAuthenticationMethod.TLS_CLIENT_AUTH,
            ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH),
    /** HTTP Basic. */
    BASIC(ClientAuthenticationMethod.CLIENT_SECRET_BASIC),
    /** A secret in the form. */
    POST(ClientAuthenticationMethod.CLIENT_SECRET_POST),
    /** A signed assertion. */
    ASSERTION(ClientAuthenticationMethod.PRIVATE_KEY_JWT, ClientAuthenticationMethod.CLIENT_SECRET_JWT);

    private final Set<ClientAuthenticationMethod> methods;

    PresentedWay(ClientAuthenticationMethod... methods) {
        this.methods = Set.of(methods);
    }

    boolean carries(ClientAuthenticationMethod method) {
        return methods.contains(method);
    }
}
