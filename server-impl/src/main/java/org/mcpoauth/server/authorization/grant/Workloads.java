package org.mcpoauth.server.authorization.grant;

import java.util.Optional;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.server.authorization.assertion.IdentityAssertionValidator;
import org.mcpoauth.server.authorization.assertion.PresentedAssertion;
import org.mcpoauth.server.authorization.assertion.WorkloadValidator;
import org.mcpoauth.server.authorization.client.ClientDirectory;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.endpoint.Parameters;

/**
 * Finds the requests of workloads. An assertion is that of a user or that of a workload, and its type tells which, so
 * that neither is ever taken for the other.
 */
final class Workloads {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization.grant");

    private final PresentedAssertions assertions;
    private final WorkloadValidator validator;
    private final ClientDirectory clients;
    private final OwnTokens own;

    Workloads(PresentedAssertions assertions, WorkloadValidator validator, ClientDirectory clients, OwnTokens own) {
        this.assertions = assertions;
        this.validator = validator;
        this.clients = clients;
        this.own = own;
    }

    /**
     * The request of a workload. Uses nothing up.
     *
     * @return the request, verified; empty if it is none of a workload
     * @throws EndpointException if it is one that is refused
     */
    Optional<WorkloadGrant> find(Parameters form) {
        boolean isAssertion = form.find("grant_type")
                .filter(GrantType.JWT_BEARER.value()::equals)
                .isPresent();
        return isAssertion ? assertions.check(form, this::verified) : Optional.empty();
    }

    private Optional<WorkloadGrant> verified(PresentedAssertion presented) throws MalformedException {
        return presented.hasType(IdentityAssertionValidator.TYPE)
                ? Optional.empty()
                : Optional.of(new WorkloadGrant(client(validator.clientId(presented)), presented, own));
    }

    private Client client(String clientId) {
        return clients.find(clientId).orElseThrow(() -> {
            LOG.log(System.Logger.Level.WARNING, "MCPO4564 a workload is said to be a client that is not registered");
            return EndpointException.token(ErrorCode.INVALID_GRANT, "the workload is no client");
        });
    }
}
