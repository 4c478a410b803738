package org.mcpoauth.server.authorization.grant;

import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.server.authorization.assertion.PresentedAssertion;
import org.mcpoauth.server.authorization.assertion.ProvedKeys;
import org.mcpoauth.spi.support.codec.MalformedException;

/**
 * The request of a workload, whose verified token says which client it is (MCP extension "Workload Identity
 * Federation"; RFC 7523, section 2.1). What else the request says of the client must say the same.
 *
 * @param client the client the workload is
 * @param presented its verified token
 * @param own issues tokens to clients for themselves
 */
record WorkloadGrant(Client client, PresentedAssertion presented, OwnTokens own) implements GrantHandler {

    @Override
    public GrantType type() {
        return GrantType.JWT_BEARER;
    }

    @Override
    public JudgedGrant judge(TokenCall call) {
        boolean isOther = call.form()
                .find("client_id")
                .filter(named -> !named.equals(client.clientId()))
                .isPresent();
        if (isOther || !call.client().clientId().equals(client.clientId())) {
            throw EndpointException.token(ErrorCode.INVALID_GRANT, "the workload is another client");
        }
        try {
            ProvedKeys.require(presented.claims(), call.confirmation());
        } catch (MalformedException e) {
            throw EndpointException.token(ErrorCode.INVALID_GRANT, "the assertion is refused: " + e.getMessage());
        }
        return own.judge(call);
    }
}
